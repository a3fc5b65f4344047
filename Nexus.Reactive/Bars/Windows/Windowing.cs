using System.Globalization;

namespace Nexus.Reactive;

/// <summary>A way to divide a stream of trades into windows, for <see cref="NexusObservable.Bars(NexusFeed, Windowing)"/> and <see cref="NexusObservable.TradeWindows(NexusFeed, Windowing)"/>.</summary>
/// <remarks>
/// <para>Tumbling, hopping and session windows are half-open, [start, end), and separate for each symbol. A trade counts at max(previous time, the scheduler's time).</para>
/// <para>
/// From its first trade on, a symbol has a window for each interval, including empty ones. Two limits bound the time and memory that symbols without trades
/// take.
/// Empty windows are published for the 1,000 such symbols that traded last. After 10,000,000 empty windows without a trade in between, all such symbols are
/// forgotten. A forgotten symbol starts again with its next trade.
/// </para>
/// <para>
/// At most 100,000 windows overlap, because a message that moves the time past them publishes all of them.
/// </para>
/// </remarks>
public abstract class Windowing
{
    internal const int MaxSilentSymbols = 1_000;
    internal const long MaxEmptyWindows = 10_000_000;
    internal const int MaxOverlappingWindows = 100_000;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private protected Windowing()
    {
    }

    /// <summary>Creates windows of one size, each starting where the previous one ends.</summary>
    /// <param name="size">The size of a window, above 0.</param>
    /// <param name="offset">
    /// Moves all starts, which are multiples of <paramref name="size"/> since 1970-01-01T00:00Z, a Thursday. Weeks of 7 days with an offset of 4 days start on Monday.
    /// </param>
    /// <returns>The windowing.</returns>
    public static Windowing Tumbling(TimeSpan size, TimeSpan offset = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(size, TimeSpan.Zero);
        return new Aligned(new FixedGrid(size, size, offset), publishesRunning: false);
    }

    /// <summary>Creates windows of one size that start at each hop. They overlap if the hop is shorter than the size, and leave gaps between them if it is longer.</summary>
    /// <param name="size">The size of a window, above 0.</param>
    /// <param name="hop">The time from the start of one window to the start of the next, above 0 and at least a 100,000th of <paramref name="size"/>.</param>
    /// <param name="offset">Moves all starts, which are multiples of <paramref name="hop"/> since 1970-01-01T00:00Z.</param>
    /// <returns>The windowing.</returns>
    public static Windowing Hopping(TimeSpan size, TimeSpan hop, TimeSpan offset = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(size, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(hop, TimeSpan.Zero);
        if ((size.Ticks - 1) / hop.Ticks >= MaxOverlappingWindows)
            throw new ArgumentOutOfRangeException(nameof(hop), hop, string.Create(CultureInfo.InvariantCulture, $"The hop must be at least a {MaxOverlappingWindows:N0}th of the size, which is {size}. Use Sliding for a window that is updated at each trade."));
        return new Aligned(new FixedGrid(size, hop, offset), publishesRunning: false);
    }

    /// <summary>Creates one window, (now − length, now], published at each trade and each time trades leave it.</summary>
    /// <param name="length">The length of the window, above 0.</param>
    /// <returns>The windowing.</returns>
    public static Windowing Sliding(TimeSpan length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, TimeSpan.Zero);
        return new Lasting(length);
    }

    /// <summary>Creates daily windows that start at a time of day in UTC. The running window is published at each trade, and once more at its end.</summary>
    /// <param name="utcTimeOfDay">The start of a session, from 00:00 to before 24:00 UTC.</param>
    /// <returns>The windowing.</returns>
    public static Windowing Session(TimeSpan utcTimeOfDay)
    {
        ThrowIfNotTimeOfDay(utcTimeOfDay, nameof(utcTimeOfDay));
        return new Aligned(new FixedGrid(Day, Day, utcTimeOfDay), publishesRunning: true);
    }

    /// <summary>
    /// Creates daily windows that start at a time of day in a time zone. The running window is published at each trade, and once more at its end.
    /// </summary>
    /// <remarks>
    /// A session lasts until the next one starts: 23 or 25 hours if daylight saving time begins or ends in it. If the time of day occurs twice, the first is used.
    /// If it is skipped, it is moved by the length of the skip.
    /// </remarks>
    /// <param name="timeOfDay">The start of a session in local time, from 00:00 to before 24:00.</param>
    /// <param name="timeZone">The time zone.</param>
    /// <returns>The windowing.</returns>
    public static Windowing Session(TimeSpan timeOfDay, TimeZoneInfo timeZone)
    {
        ThrowIfNotTimeOfDay(timeOfDay, nameof(timeOfDay));
        ArgumentNullException.ThrowIfNull(timeZone);
        return new Aligned(new SessionGrid(timeOfDay, timeZone), publishesRunning: true);
    }

    /// <summary>
    /// Creates windows that start at a time of day in a time zone on some days of the week. The running window is published at each trade, and once more at its end.
    /// </summary>
    /// <remarks>
    /// A session lasts until the next one starts: with one day, a week. Its length changes with daylight saving time, as for
    /// <see cref="Session(TimeSpan, TimeZoneInfo)"/>.
    /// </remarks>
    /// <param name="timeOfDay">The start of a session in local time, from 00:00 to before 24:00.</param>
    /// <param name="timeZone">The time zone.</param>
    /// <param name="days">The local days on which a session starts, at least one.</param>
    /// <returns>The windowing.</returns>
    public static Windowing Session(TimeSpan timeOfDay, TimeZoneInfo timeZone, params IEnumerable<DayOfWeek> days)
    {
        ThrowIfNotTimeOfDay(timeOfDay, nameof(timeOfDay));
        ArgumentNullException.ThrowIfNull(timeZone);
        return new Aligned(new SessionGrid(timeOfDay, timeZone, ToBits(days)), publishesRunning: true);
    }

    /// <summary>
    /// Creates windows from an opening to a closing time in a time zone on some days of the week, such as an exchange's hours. The running window is published at each
    /// trade, and once more at its end. Trades outside of the hours belong to no window.
    /// </summary>
    /// <remarks>Both times are local, so a session across a change of daylight saving time is an hour shorter or longer. A session without time is left out.</remarks>
    /// <param name="open">The start of a session in local time, from 00:00 to before 24:00.</param>
    /// <param name="close">The end of a session in local time, from 00:00 to before 24:00: on the same day or, if it is not after the start, on the next.</param>
    /// <param name="timeZone">The time zone.</param>
    /// <param name="days">The local days on which a session starts, at least one.</param>
    /// <returns>The windowing.</returns>
    public static Windowing Session(TimeSpan open, TimeSpan close, TimeZoneInfo timeZone, params IEnumerable<DayOfWeek> days)
    {
        ThrowIfNotTimeOfDay(open, nameof(open));
        ThrowIfNotTimeOfDay(close, nameof(close));
        ArgumentNullException.ThrowIfNull(timeZone);
        return new Aligned(new SessionGrid(open, timeZone, ToBits(days), close), publishesRunning: true);
    }

    /// <summary>Creates windows that contain a number of trades.</summary>
    /// <param name="count">The number of trades, 1 or more.</param>
    /// <returns>The windowing.</returns>
    public static Windowing ByCount(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return new Threshold(ThresholdUnit.Count, count);
    }

    /// <summary>Creates windows that contain a traded quantity. The trade that reaches the quantity closes the window and is not split.</summary>
    /// <param name="quantity">The quantity in the base asset, above 0.</param>
    /// <returns>The windowing.</returns>
    public static Windowing ByVolume(decimal quantity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quantity);
        return new Threshold(ThresholdUnit.Volume, quantity);
    }

    /// <summary>Creates windows that contain exactly a traded quantity: the trade that overshoots is split, and its rest counts in the next windows.</summary>
    /// <remarks>
    /// Each part is a trade of its window with the trade's time, price and side, and counts as one. The volumes of the windows add up to the stream. A trade is split into
    /// at most 100,000 parts; what remains is the last part. A trade whose part would have more than 28 digits is not split.
    /// </remarks>
    /// <param name="quantity">The quantity in the base asset, above 0.</param>
    /// <returns>The windowing.</returns>
    public static Windowing ByExactVolume(decimal quantity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quantity);
        return new Threshold(ThresholdUnit.Volume, quantity, splits: true);
    }

    /// <summary>Creates windows that contain a traded notional. The trade that reaches the notional closes the window and is not split.</summary>
    /// <param name="notional">Σ price × quantity in the quote asset, above 0.</param>
    /// <returns>The windowing.</returns>
    public static Windowing ByNotional(decimal notional)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(notional);
        return new Threshold(ThresholdUnit.Notional, notional);
    }

    /// <summary>The bounds of the windows; null if they do not lie on a time grid.</summary>
    internal virtual WindowGrid? Grid => null;

    /// <summary>Whether the running window is published at each item.</summary>
    internal virtual bool PublishesRunning => false;

    internal IObservable<VwapBar> Bars(WindowSource source) => Run<TradeSums, SlidingSums, VwapBar>(source);

    internal IObservable<TradeWindow> TradeWindows(WindowSource source) => Run<TradeList, SlidingTrades, TradeWindow>(source);

    /// <summary>Groups the trades of a source. The first aggregate is used for windows that only grow, the second for sliding windows.</summary>
    internal abstract IObservable<TResult> Run<TAggregate, TSliding, TResult>(WindowSource source)
        where TAggregate : struct, ITradeAggregate<TAggregate, TResult>
        where TSliding : struct, ISlidingAggregate<TResult>;

    /// <summary>Returns the grid, for operators that need windows on a time grid.</summary>
    /// <exception cref="ArgumentException">The windows do not lie on a time grid.</exception>
    internal WindowGrid RequireGrid(string parameterName) => Grid
        ?? throw new ArgumentException("The windows must lie on a time grid: Tumbling, Hopping or Session.", parameterName);

    private static int ToBits(IEnumerable<DayOfWeek> days)
    {
        ArgumentNullException.ThrowIfNull(days);
        var bits = 0;
        foreach (var day in days)
        {
            if (day is < DayOfWeek.Sunday or > DayOfWeek.Saturday)
                throw new ArgumentOutOfRangeException(nameof(days), day, "There is no such day.");
            bits |= 1 << (int)day;
        }

        return bits != 0 ? bits : throw new ArgumentException("There must be at least one day.", nameof(days));
    }

    private static void ThrowIfNotTimeOfDay(TimeSpan value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, Day, name);
    }

    private sealed class Aligned(WindowGrid grid, bool publishesRunning) : Windowing
    {
        internal override WindowGrid Grid => grid;

        internal override bool PublishesRunning => publishesRunning;

        internal override IObservable<TResult> Run<TAggregate, TSliding, TResult>(WindowSource source) =>
            source.Run<TResult>(observer => new AlignedWindows<TAggregate, TResult>(observer, source, grid, publishesRunning));
    }

    private sealed class Lasting(TimeSpan length) : Windowing
    {
        internal override IObservable<TResult> Run<TAggregate, TSliding, TResult>(WindowSource source) =>
            source.Run<TResult>(observer => new SlidingWindows<TSliding, TResult>(observer, source, length));
    }

    private sealed class Threshold(ThresholdUnit unit, decimal threshold, bool splits = false) : Windowing
    {
        internal override IObservable<TResult> Run<TAggregate, TSliding, TResult>(WindowSource source) =>
            source.Run<TResult>(observer => new ThresholdWindows<TAggregate, TResult>(observer, source, unit, threshold, splits));
    }
}
