namespace Nexus.Desk.ViewModels;

/// <summary>The position of a replay.</summary>
/// <param name="Start">The arrival time of the first message.</param>
/// <param name="End">The arrival time of the last message.</param>
/// <param name="Position">The time up to which messages were delivered.</param>
/// <param name="Speed">The speed factor: 1 is the pace of the recording.</param>
/// <param name="IsPlaying">Whether time passes.</param>
/// <param name="IsSeeking">Whether the replay is on its way to another position.</param>
/// <param name="Fault">Why the recording cannot be read further; null if there is no such reason.</param>
public sealed record PlaybackState(DateTimeOffset Start, DateTimeOffset End, DateTimeOffset Position, double Speed, bool IsPlaying, bool IsSeeking, string? Fault = null)
{
    public bool IsEnded => Position >= End;

    /// <summary>The position as a fraction of the whole, 0 to 1.</summary>
    public double Progress => End > Start ? (Position - Start) / (End - Start) : 1;
}
