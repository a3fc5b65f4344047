namespace Nexus.Monitoring.Input;

/// <summary>A key and its effect.</summary>
internal readonly record struct Hint(string Key, string Effect);
