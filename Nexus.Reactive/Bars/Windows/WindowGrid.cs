namespace Nexus.Reactive;

/// <summary>The bounds of windows of time, in UTC ticks. Windows are half-open: [start, end).</summary>
internal abstract class WindowGrid
{
    /// <summary>The start of the first window that ends after that time.</summary>
    public abstract long GetFirstStart(long time);

    public abstract long GetNextStart(long start);

    public abstract long GetEnd(long start);

    /// <summary>The pane that holds that time. Panes are parts of windows: no bound of a window lies inside a pane.</summary>
    public abstract (long Start, long End) GetPane(long time);
}
