using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>
/// A simple model of all kinds of windows that stores every trade and gap in lists and searches the lists for each bar. Times are ticks after <see cref="T0"/>.
/// </summary>
internal abstract class NaiveWindows
{
    private readonly List<(Symbol? Symbol, long From, long To)> _holes = [];
    private readonly Dictionary<Symbol, long> _cutOfOne = [];
    private readonly Dictionary<Symbol, long> _cutOfAll = [];
    private readonly Dictionary<Symbol, long> _began = [];
    private readonly Symbol[] _universe;
    private readonly HashSet<Symbol> _resuming = [];
    private bool _anySymbol;
    private bool _allAreResuming;

    protected NaiveWindows(Symbol[] universe) => _universe = universe;

    /// <summary>The bars so far; see <see cref="Sketch"/>.</summary>
    public List<string> Bars { get; } = [];

    protected long Now { get; private set; }

    protected long Epoch { get; private set; }

    /// <summary>The trades since the last restart of the clock.</summary>
    protected List<(long Time, Symbol Symbol)> Trades { get; } = [];

    /// <summary>All symbols that traded, in the order of their first trades.</summary>
    protected List<Symbol> Order { get; } = [];

    public void Advance(long to)
    {
        OnAdvance(to);
        Now = to;
        Settle();
    }

    public void Jump(long to)
    {
        _holes.Add((null, Now, Math.Max(to, Now + 1)));
        OnJump(to);
        Now = to;
        Settle();
    }

    public void Restart(long to)
    {
        _holes.Add((null, Now, Now + 1));
        Flush();
        Trades.Clear();
        _holes.Clear();
        _holes.Add((null, to, to + 1));
        foreach (var cuts in new[] { _cutOfOne, _cutOfAll })
        {
            foreach (var symbol in cuts.Keys.ToArray())
                cuts[symbol] = to;
        }

        foreach (var symbol in _began.Keys.ToArray())
            _began[symbol] = Math.Min(_began[symbol], to);
        Now = Epoch = to;
        Settle();
    }

    public void Gap(Symbol? symbol)
    {
        foreach (var one in _universe)
        {
            if (symbol is not null && symbol != one)
                continue;
            (symbol is null ? _cutOfAll : _cutOfOne).TryAdd(one, Now);

            _resuming.Remove(one);

            // A second gap is also a cut at its own time.
            _holes.Add((one, Now, Now + 1));
        }

        _anySymbol |= symbol is not null;
        _allAreResuming &= symbol is not null;
        OnGap(symbol);
    }

    /// <summary>Handles a FeedResumed, which has no time: the gap ends with the next timestamp.</summary>
    public void Resume(Symbol? symbol)
    {
        if (symbol is { } one)
            _resuming.Add(one);
        else
            _allAreResuming = true;
    }

    /// <summary>Handles market data of the symbol.</summary>
    public void Hear(Symbol symbol)
    {
        _began.TryAdd(symbol, _anySymbol ? Now : Epoch);
        _anySymbol = true;
        End(_cutOfOne, symbol);
        End(_cutOfAll, symbol);
    }

    public void Trade(Symbol symbol)
    {
        Hear(symbol);
        if (!Order.Contains(symbol))
            Order.Add(symbol);
        Trades.Add((Now, symbol));
        OnTrade(symbol);
    }

    public abstract void Flush();

    protected abstract void OnAdvance(long to);

    protected abstract void OnJump(long to);

    protected abstract void OnTrade(Symbol symbol);

    protected virtual void OnGap(Symbol? symbol)
    {
    }

    /// <summary>Publishes a bar. Its first and last tick determine whether it has a gap.</summary>
    protected void Publish(Symbol symbol, long start, long end, int trades, long firstTick, long lastTick, bool isOver)
    {
        var hasGap = _holes.Any(hole => (hole.Symbol is null || hole.Symbol == symbol) && hole.From <= lastTick && hole.To > firstTick)
            || _cutOfOne.ContainsKey(symbol)
            || _cutOfAll.ContainsKey(symbol);
        Write(symbol, start, end, trades, isOver && !hasGap && _began[symbol] <= firstTick, hasGap);
    }

    protected void Write(Symbol symbol, long start, long end, int trades, bool isComplete, bool hasGap) => Bars.Add(Sketch(new VwapBar
    {
        Symbol = symbol,
        Start = T0.AddTicks(start),
        End = T0.AddTicks(end),
        TradeCount = trades,
        IsComplete = isComplete,
        HasGap = hasGap,
    }));

    private void Settle()
    {
        foreach (var symbol in _resuming)
        {
            _began.TryAdd(symbol, Now);
            Hear(symbol);
        }

        _resuming.Clear();
        if (_allAreResuming)
            _universe.ToList().ForEach(each => End(_cutOfAll, each));
        _allAreResuming = false;
    }

    private void End(Dictionary<Symbol, long> cuts, Symbol symbol)
    {
        if (cuts.Remove(symbol, out var from))
            _holes.Add((symbol, from, Math.Max(Now, from + 1)));
    }
}

/// <summary>The model of windows on a grid.</summary>
internal sealed class NaiveGrid(Symbol[] universe, long size, long hop) : NaiveWindows(universe)
{
    // The start of the next window to publish; null before the first trade.
    private long? _next;

    public override void Flush()
    {
        if (_next is not { } next)
            return;
        for (; Trades.Exists(trade => trade.Time >= next); next += hop)
            Close(next, isOver: false);
        _next = null;
    }

    protected override void OnAdvance(long to)
    {
        Start();
        for (; _next is { } next && next + size <= to; _next += hop)
            Close(next, isOver: true);
    }

    protected override void OnJump(long to)
    {
        Start();
        for (; _next is { } next && next + size <= to && next <= Now; _next += hop)
            Close(next, isOver: true);
        while (_next + size <= to)
            _next += hop;
    }

    protected override void OnTrade(Symbol symbol) => Start();

    private void Start()
    {
        if (Order.Count > 0 && _next is null)
        {
            // Long before any time in the test.
            _next = -8_000 * hop;
            while (_next + size <= Now)
                _next += hop;
        }
    }

    private void Close(long start, bool isOver)
    {
        foreach (var symbol in Order)
        {
            var trades = Trades.Count(trade => trade.Symbol == symbol && trade.Time >= start && trade.Time < start + size);
            if (isOver || trades > 0)
                Publish(symbol, start, start + size, trades, start, start + size - 1, isOver);
        }
    }
}

/// <summary>The model of sliding windows.</summary>
internal sealed class NaiveSliding(Symbol[] universe, long length) : NaiveWindows(universe)
{
    public override void Flush()
    {
    }

    protected override void OnAdvance(long to)
    {
        foreach (var time in Trades.Select(trade => trade.Time + length).Distinct().Where(time => time > Now && time <= to).Order().ToArray())
            Leave(time, time - 1, Now);
    }

    protected override void OnJump(long to) => Leave(to, Now, Now);

    protected override void OnTrade(Symbol symbol) => Publish(symbol, Now);

    private void Leave(long end, long after, long lastTrade)
    {
        foreach (var symbol in Order.Where(symbol => Trades.Exists(trade => trade.Symbol == symbol && trade.Time + length > after && trade.Time + length <= end && trade.Time <= lastTrade)))
            Publish(symbol, end);
    }

    private void Publish(Symbol symbol, long end) =>
        Publish(symbol, end - length, end, Trades.Count(trade => trade.Symbol == symbol && trade.Time > end - length), end - length + 1, end, isOver: true);
}

/// <summary>The model of windows by count.</summary>
internal sealed class NaiveCount(Symbol[] universe, int count) : NaiveWindows(universe)
{
    private readonly Dictionary<Symbol, (List<long> Times, bool HasGap)> _open = [];

    public override void Flush() => Order.ForEach(symbol => Close(symbol, isOver: false));

    protected override void OnAdvance(long to)
    {
    }

    protected override void OnJump(long to) => Mark(null);

    protected override void OnGap(Symbol? symbol) => Mark(symbol);

    protected override void OnTrade(Symbol symbol)
    {
        var open = _open.GetValueOrDefault(symbol, ([], false));
        open.Times.Add(Now);
        _open[symbol] = open;
        if (open.Times.Count == count)
            Close(symbol, isOver: true);
    }

    /// <summary>Handles a clock restart, which is a gap in every open window.</summary>
    public void MarkAll() => Mark(null);

    private void Mark(Symbol? symbol)
    {
        foreach (var (one, open) in _open.ToArray())
            _open[one] = (open.Times, open.HasGap || ((symbol is null || symbol == one) && open.Times.Count > 0));
    }

    private void Close(Symbol symbol, bool isOver)
    {
        if (!_open.Remove(symbol, out var open) || open.Times.Count == 0)
            return;
        Write(symbol, open.Times[0], open.Times[^1], open.Times.Count, isOver && !open.HasGap, open.HasGap);
    }
}
