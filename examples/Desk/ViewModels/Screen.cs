using System.Reactive.Concurrency;

namespace Nexus.Desk.ViewModels;

/// <summary>Where and how often a screen is drawn: the same for Blazor, WPF, Avalonia and a test.</summary>
/// <param name="Ui">The UI's own context; view models change here and nowhere else.</param>
/// <param name="Timer">What intervals are measured on: wall time, or a test's.</param>
/// <param name="Frame">The least time between two pictures.</param>
public sealed record Screen(IScheduler Ui, IScheduler Timer, TimeSpan Frame)
{
    /// <summary>A screen of at most 20 pictures a second.</summary>
    public Screen(IScheduler ui, IScheduler timer)
        : this(ui, timer, TimeSpan.FromMilliseconds(50))
    {
    }
}
