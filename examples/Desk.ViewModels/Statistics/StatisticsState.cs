namespace Nexus.Desk.ViewModels;

/// <summary>The statistics of the current UTC day, and of the last 24 hours or as much of them as was received; null before the first trade.</summary>
public sealed record StatisticsState(Statistics? Session, Statistics? Day)
{
    public static StatisticsState Empty { get; } = new(null, null);
}
