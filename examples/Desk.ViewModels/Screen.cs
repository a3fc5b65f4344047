using System.Reactive.Concurrency;

namespace Nexus.Desk.ViewModels;

/// <summary>The context and the rate at which a screen is drawn, for Blazor, WPF, Avalonia or a test.</summary>
/// <param name="Ui">The UI's context; view models change only there.</param>
/// <param name="Timer">The scheduler for intervals: wall-clock time, or the scheduler of a test.</param>
/// <param name="Frame">The minimum time between two frames.</param>
public sealed record Screen(IScheduler Ui, IScheduler Timer, TimeSpan Frame)
{
    /// <summary>Creates a screen with at most 20 frames per second.</summary>
    public Screen(IScheduler ui, IScheduler timer)
        : this(ui, timer, TimeSpan.FromMilliseconds(50))
    {
    }
}
