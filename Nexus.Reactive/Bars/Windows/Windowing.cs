using System.Reactive.Concurrency;

namespace Nexus.Reactive;

/// <summary>How a stream of trades is cut into windows, for <see cref="NexusObservable.Windows(NexusFeed, Windowing)"/>: <c>feed.Windows(Windowing.Tumbling(size))</c>.</summary>
public abstract class Windowing
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private protected Windowing()
    {
    }

    /// <summary>One after another, as in <see cref="NexusObservable.VwapTumbling(NexusFeed, TimeSpan)"/>.</summary>
    /// <param name="size">How long a window is.</param>
    public static Windowing Tumbling(TimeSpan size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(size, TimeSpan.Zero);
        return new Aligned(new WindowGrid(size, size, TimeSpan.Zero), publishesRunning: false);
    }

    /// <summary>A window each hop, as in <see cref="NexusObservable.VwapHopping(NexusFeed, TimeSpan, TimeSpan)"/>.</summary>
    /// <param name="size">How long a window is.</param>
    /// <param name="hop">From one window's start to the next one's.</param>
    public static Windowing Hopping(TimeSpan size, TimeSpan hop)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(size, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(hop, TimeSpan.Zero);
        return new Aligned(new WindowGrid(size, hop, TimeSpan.Zero), publishesRunning: false);
    }

    /// <summary>The last while, as in <see cref="NexusObservable.VwapSliding(NexusFeed, TimeSpan)"/>.</summary>
    /// <param name="length">How long the window is.</param>
    public static Windowing Sliding(TimeSpan length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, TimeSpan.Zero);
        return new SlidingLength(length);
    }

    /// <summary>A day from a time of day on, as in <see cref="NexusObservable.VwapSession(NexusFeed, TimeSpan)"/>.</summary>
    /// <param name="utcTimeOfDay">When a session begins, from 00:00 to before 24:00 UTC.</param>
    public static Windowing Session(TimeSpan utcTimeOfDay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(utcTimeOfDay, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(utcTimeOfDay, Day);
        return new Aligned(new WindowGrid(Day, Day, utcTimeOfDay), publishesRunning: true);
    }

    /// <summary>So many trades, as in <see cref="NexusObservable.VwapByCount(NexusFeed, int)"/>.</summary>
    /// <param name="count">How many trades.</param>
    public static Windowing ByCount(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return new Sized(ThresholdUnit.Count, count);
    }

    /// <summary>So much traded quantity, as in <see cref="NexusObservable.VwapByVolume(NexusFeed, decimal)"/>.</summary>
    /// <param name="quantity">The quantity in the base asset.</param>
    public static Windowing ByVolume(decimal quantity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quantity);
        return new Sized(ThresholdUnit.Volume, quantity);
    }

    /// <summary>So much traded money, as in <see cref="NexusObservable.VwapByNotional(NexusFeed, decimal)"/>.</summary>
    /// <param name="notional">Σ price × quantity in the quote asset.</param>
    public static Windowing ByNotional(decimal notional)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(notional);
        return new Sized(ThresholdUnit.Notional, notional);
    }

    internal abstract IObservable<VwapBar> Bars(IObservable<NexusMessage> messages, IScheduler scheduler);

    internal abstract IObservable<TradeWindow> Windows(IObservable<NexusMessage> messages, IScheduler scheduler);

    private sealed class Aligned(WindowGrid grid, bool publishesRunning) : Windowing
    {
        internal override IObservable<VwapBar> Bars(IObservable<NexusMessage> messages, IScheduler scheduler) =>
            TimedWindows<VwapBar>.Over(messages, observer => new AlignedWindows<TradeSums, VwapBar>(observer, grid, publishesRunning, scheduler));

        internal override IObservable<TradeWindow> Windows(IObservable<NexusMessage> messages, IScheduler scheduler) =>
            TimedWindows<TradeWindow>.Over(messages, observer => new AlignedWindows<TradeList, TradeWindow>(observer, grid, publishesRunning, scheduler));
    }

    private sealed class SlidingLength(TimeSpan length) : Windowing
    {
        internal override IObservable<VwapBar> Bars(IObservable<NexusMessage> messages, IScheduler scheduler) =>
            TimedWindows<VwapBar>.Over(messages, observer => new SlidingWindows<SlidingSums, VwapBar>(observer, length, scheduler));

        internal override IObservable<TradeWindow> Windows(IObservable<NexusMessage> messages, IScheduler scheduler) =>
            TimedWindows<TradeWindow>.Over(messages, observer => new SlidingWindows<SlidingTrades, TradeWindow>(observer, length, scheduler));
    }

    private sealed class Sized(ThresholdUnit measure, decimal size) : Windowing
    {
        internal override IObservable<VwapBar> Bars(IObservable<NexusMessage> messages, IScheduler scheduler) =>
            ThresholdWindows<TradeSums, VwapBar>.Over(messages, measure, size);

        internal override IObservable<TradeWindow> Windows(IObservable<NexusMessage> messages, IScheduler scheduler) =>
            ThresholdWindows<TradeList, TradeWindow>.Over(messages, measure, size);
    }
}
