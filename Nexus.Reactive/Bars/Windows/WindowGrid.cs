namespace Nexus.Reactive;

/// <summary>The bounds of time windows in UTC ticks. Windows are half-open: [start, end).</summary>
internal abstract class WindowGrid
{
    /// <summary>Returns the start of the first window that ends after the given time.</summary>
    public abstract long GetFirstStart(long time);

    public abstract long GetNextStart(long start);

    public abstract long GetEnd(long start);

    /// <summary>Returns the pane that contains the given time. Panes are parts of windows: no window bound lies inside a pane.</summary>
    public abstract (long Start, long End) GetPane(long time);
}
