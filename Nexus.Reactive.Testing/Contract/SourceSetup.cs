namespace Nexus.Reactive.Testing;

/// <summary>How the sources of one run behave.</summary>
/// <param name="Guard">The rule that runs.</param>
/// <param name="Script">What the source of an index does within Subscribe; null: nothing.</param>
/// <param name="RemembersEnd">Whether a source that has completed completes later subscribers, as a subject does.</param>
/// <param name="IsFirstFirst">Whether the first source sends before the others; otherwise it finds the others' latest.</param>
internal sealed record SourceSetup(RuleGuard Guard, Func<int, SourceScript?> Script, bool RemembersEnd, bool IsFirstFirst);
