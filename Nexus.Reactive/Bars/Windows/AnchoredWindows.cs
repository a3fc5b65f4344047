namespace Nexus.Reactive;

/// <summary>One window per symbol, from an anchor on. It is published at each trade.</summary>
/// <remarks>
/// An anchor is the start of the symbol's stream, an instant, or a signal. A signal that has a symbol (<see cref="IHasSymbol"/>) applies to that symbol only.
/// </remarks>
internal sealed class AnchoredWindows<TAggregate, TResult>(IObserver<TResult> observer, WindowSource source, long? instant, bool startsAtOnce)
    : WindowEngine<AnchoredStream<TAggregate>, TResult>(observer, source)
    where TAggregate : struct, ITradeAggregate<TAggregate, TResult>
{
    // The latest signal that applies to all symbols.
    private int _signals;
    private long _signalTime;

    protected override long NextDue => long.MaxValue;

    protected override void Advance()
    {
    }

    protected override void Jump(long from)
    {
    }

    // After a restart, the time of the anchor may not have been reached.
    protected override void Restart()
    {
        _signalTime = Math.Min(_signalTime, Now);
        foreach (var (_, stream) in Coverage.InOrder)
        {
            if (instant is { } at && Now < at)
                stream.Stop();
            else
                stream.Start = Math.Min(stream.Start, Now);
        }
    }

    protected override void Add(AnchoredStream<TAggregate> stream, Trade trade)
    {
        if (stream.Signals != _signals)
            stream.StartAt(_signalTime, _signals);
        if (!stream.IsStarted && !TryStart(stream))
            return;
        stream.Aggregate.Add(trade);
        var hasGap = Coverage.HasGap(stream, stream.Start);
        Publish(stream.Aggregate.ToResult(
            stream.Symbol,
            WindowTime.Clamp(stream.Start),
            WindowTime.Clamp(Now),
            !hasGap && stream.BeganAt <= stream.Start,
            hasGap));
    }

    protected override void Flush()
    {
    }

    protected override void Take(object signal)
    {
        if (signal is IHasSymbol { Symbol: var symbol })
        {
            Coverage[symbol].StartAt(Now, _signals);
        }
        else
        {
            _signals++;
            _signalTime = Now;
        }
    }

    private bool TryStart(AnchoredStream<TAggregate> stream)
    {
        if (startsAtOnce)
            stream.StartAt(stream.BeganAt, _signals);
        else if (Now >= instant)
            stream.StartAt(instant.Value, _signals);
        return stream.IsStarted;
    }
}

/// <summary>One symbol's stream in a window that starts at an anchor.</summary>
internal sealed class AnchoredStream<TAggregate> : SymbolStream
    where TAggregate : struct
{
    private TAggregate _aggregate;

    public ref TAggregate Aggregate => ref _aggregate;

    public bool IsStarted { get; private set; }

    public long Start { get; set; }

    /// <summary>The number of signals for all symbols that this window has followed.</summary>
    public int Signals { get; private set; }

    public void StartAt(long start, int signals)
    {
        (IsStarted, Start, Signals) = (true, start, signals);
        _aggregate = default;
    }

    public void Stop()
    {
        IsStarted = false;
        _aggregate = default;
    }
}
