namespace Nexus.Desk.ViewModels;

/// <summary>The panel of the simulator's faults.</summary>
/// <param name="IsAvailable">Whether the source is a simulator.</param>
/// <param name="Running">The number of acts under way.</param>
/// <param name="Message">The last act; null before the first one.</param>
public sealed record HostilityState(bool IsAvailable, int Running, string? Message);
