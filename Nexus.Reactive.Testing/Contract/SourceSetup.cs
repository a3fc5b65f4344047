namespace Nexus.Reactive.Testing;

/// <summary>The behaviour of the sources of one run.</summary>
/// <param name="Guard">The guard of the current rule.</param>
/// <param name="Script">Returns the behaviour within Subscribe of the source with an index; null if it does nothing.</param>
/// <param name="RemembersEnd">Whether a source that has completed completes later subscribers, as a subject does.</param>
/// <param name="IsFirstFirst">Whether the first source emits before the others; otherwise, the latest items of the others exist when it emits.</param>
internal sealed record SourceSetup(RuleGuard Guard, Func<int, SourceScript?> Script, bool RemembersEnd, bool IsFirstFirst);
