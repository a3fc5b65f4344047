using System.Globalization;
using System.Reactive.Concurrency;

namespace Nexus.Reactive;

/// <summary>A bar, or the correction of a bar that was published before.</summary>
/// <param name="Bar">The bar.</param>
/// <param name="Replaces">The published bar that it replaces; null if it is not a correction.</param>
public sealed record BarRevision(VwapBar Bar, VwapBar? Replaces) : IHasSymbol
{
    /// <summary>The symbol.</summary>
    public Symbol Symbol => Bar.Symbol;

    /// <summary>Whether this is a correction of a bar that was published before.</summary>
    public bool IsCorrection => Replaces is not null;

    /// <summary>Returns the bar in one line, independent of culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsCorrection ? "Correction: " : "")}{Bar}");
}

public static partial class NexusObservable
{
    /// <summary>Publishes bars at once, and the corrections of incomplete bars when their trades are back-filled.</summary>
    /// <param name="bars">The bars of time windows, each published once: tumbling or hopping.</param>
    /// <param name="backFills">The back-fills, from any thread.</param>
    /// <param name="keepFor">The time for which an incomplete bar can be corrected, counted from its end to that of its symbol's latest bar; above 0.</param>
    /// <param name="scheduler">Where back-fills take effect. For a feed, pass its clock, so that they take effect in its turns.</param>
    /// <returns>The bars and the corrections.</returns>
    /// <remarks>
    /// A back-fill corrects the incomplete bars whose windows it contains completely. The trades of such a bar are then those of the back-fill with timestamps in [start, end):
    /// they replace the trades received live, so that no trade counts twice. The corrected bar is complete. A back-fill that arrives before the bar of such a
    /// window is used when the bar is published.
    /// <list type="table">
    /// <listheader><term>Event</term><description>Behavior</description></listheader>
    /// <item><term>OnNext</term><description>Each bar is passed on. A back-fill produces a correction of each incomplete bar that it contains, ordered by their starts.</description></item>
    /// <item><term>OnError</term><description>Passed on immediately from the bars or from the back-fills.</description></item>
    /// <item><term>OnCompleted</term><description>Passed on from the bars.</description></item>
    /// <item><term>Dispose</term><description>Unsubscribes from both sources.</description></item>
    /// </list>
    /// Temperature: the same as the bars. Scheduler: back-fills are observed on it. Concurrency: serialized. Memory: the incomplete bars of each symbol in that time,
    /// and up to 100 back-fills that end after its latest bar.
    /// <code>
    /// bars         -a-p-b---|
    /// backFills    -------f--
    /// CorrectBars  -a-p-b-q-|
    /// p = an incomplete bar; f = the trades of its window; q = the correction of p
    /// </code>
    /// </remarks>
    public static IObservable<BarRevision> CorrectBars(this IObservable<VwapBar> bars, IObservable<BackFill> backFills, TimeSpan keepFor, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(bars);
        ArgumentNullException.ThrowIfNull(backFills);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(keepFor, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(scheduler);
        return BackFillObserver<BarRevision>.Create(bars, backFills, scheduler, observer => new BarCorrector(observer, keepFor));
    }

    private sealed class BarCorrector(IObserver<BarRevision> observer, TimeSpan keepFor) : BackFillObserver<BarRevision>(observer)
    {
        private readonly PerSymbol<List<VwapBar>> _incomplete = new();

        protected override void Add(VwapBar bar, VwapBar? filled)
        {
            var incomplete = _incomplete[bar.Symbol];
            incomplete.RemoveAll(each => bar.End - each.End > keepFor);
            if (!bar.IsComplete && filled is null)
                incomplete.Add(bar);
            Observer.OnNext(new BarRevision(bar, null));
            if (filled is not null && !IsStopped)
                Observer.OnNext(new BarRevision(filled, bar));
        }

        protected override void Fill(BackFill fill)
        {
            var incomplete = _incomplete[fill.Symbol];
            for (var i = 0; i < incomplete.Count && !IsStopped;)
            {
                var bar = incomplete[i];
                if (fill.Fill(bar) is not { } filled)
                {
                    i++;
                    continue;
                }

                incomplete.RemoveAt(i);
                Observer.OnNext(new BarRevision(filled, bar));
            }
        }

        protected override void Complete()
        {
        }
    }
}
