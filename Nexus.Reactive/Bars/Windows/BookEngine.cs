namespace Nexus.Reactive;

/// <summary>A subscription to values of single books, which a gap, a clock jump or a restart invalidates.</summary>
internal abstract class BookEngine<TStream, TResult>(IObserver<TResult> observer, WindowSource source) : WindowEngine<TStream, TResult>(observer, source)
    where TStream : SymbolStream, new()
{
    protected override bool IsOfBooks => true;

    protected override long NextDue => long.MaxValue;

    /// <summary>Called when the symbol's latest book is out of date.</summary>
    protected abstract void Forget(TStream stream);

    protected override void Advance()
    {
    }

    protected override void Flush()
    {
    }

    protected override void Add(TStream stream, Trade trade)
    {
    }

    protected override void Jump(long from) => ForgetAll();

    protected override void Restart() => ForgetAll();

    protected override void OnCut(Symbol? symbol)
    {
        if (symbol is { } one)
            Forget(Coverage[one]);
        else
            ForgetAll();
    }

    private void ForgetAll()
    {
        foreach (var (_, stream) in Coverage.InOrder)
            Forget(stream);
    }
}
