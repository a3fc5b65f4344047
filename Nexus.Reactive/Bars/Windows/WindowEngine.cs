namespace Nexus.Reactive;

/// <summary>A subscription to windows, over trades only or over all messages of a feed.</summary>
/// <remarks>
/// Messages and the timer are handled one at a time. Each first advances time, which closes windows, and is then applied. A source that is faster than
/// the subscriber waits while a timer on another thread publishes.
/// </remarks>
internal abstract class WindowEngine<TStream, TResult> : IWindowEngine
    where TStream : SymbolStream, new()
{
    private readonly IObserver<TResult> _observer;
    private readonly Func<GapEnd>? _gapEnd;
    private readonly OpenGaps? _openGaps;
    private readonly WindowTimer _timer;

    // Null if the messages arrive in the turns of the feed whose clock is used: there, messages and timer are already serialized.
    private readonly DrainQueue<Input>? _turns;
    private readonly ProducerQuota _quota = new(FeedInput.Capacity);

    // An item whose timestamp is too far ahead of the clock. The next timestamp determines its window.
    private NexusMessage? _held;
    private bool _hasStarted;
    private volatile bool _isStopped;

    protected WindowEngine(IObserver<TResult> observer, WindowSource source)
    {
        _observer = observer;
        _gapEnd = source.GapEnd;
        _openGaps = source.OpenGaps;
        Time = new WindowTime(source.Scheduler);
        Coverage = new StreamCoverage<TStream>(source.IsFeed, source.IsOneOfSeveral);
        _turns = source.IsFeed ? null : new DrainQueue<Input>(Handle);
        _timer = new WindowTimer(Time, source.IsFeed, OnDue);
    }

    private enum InputKind
    {
        Message,
        Timer,
        Signal,
        Error,
        End,
    }

    protected WindowTime Time { get; }

    protected StreamCoverage<TStream> Coverage { get; }

    protected long Now => Time.Now;

    protected bool IsStopped => _isStopped;

    /// <summary>The next time at which a window changes without a message.</summary>
    protected abstract long NextDue { get; }

    /// <summary>Whether the windows are over books instead of trades.</summary>
    protected virtual bool IsOfBooks => false;

    public void OnNext(NexusMessage value)
    {
        if (_gapEnd is null && value is not (Trade or Book))
            return;
        if (_turns is { } turns)
            turns.Push(new Input(InputKind.Message, Message: value), _quota);
        else if (!_isStopped)
            Handle(value);
    }

    public void OnError(Exception error) => Push(new Input(InputKind.Error, Other: error));

    public void OnCompleted() => Push(new Input(InputKind.End));

    /// <summary>Takes an input that is not a message. For a feed, it must be called in a turn.</summary>
    public void OnSignal(object signal) => Push(new Input(InputKind.Signal, Other: signal));

    public void Dispose()
    {
        _isStopped = true;
        _timer.Dispose();
    }

    /// <summary>Called when the time has advanced to <see cref="Now"/>.</summary>
    protected abstract void Advance();

    /// <summary>Called when the time has jumped to <see cref="Now"/>. Windows that would have started in between are skipped.</summary>
    protected abstract void Jump(long from);

    /// <summary>Called when the time has restarted at <see cref="Now"/>, after <see cref="Flush"/>.</summary>
    protected abstract void Restart();

    protected abstract void Add(TStream stream, Trade trade);

    /// <summary>Adds a book, if the windows are over books.</summary>
    protected virtual void Add(TStream stream, Book book)
    {
    }

    /// <summary>Called at a gap of one symbol, or of all symbols if null.</summary>
    protected virtual void OnCut(Symbol? symbol)
    {
    }

    /// <summary>Called with an input that is not a message, when the time has advanced to <see cref="Now"/>.</summary>
    protected virtual void Take(object signal)
    {
    }

    /// <summary>Publishes every open window that contains a trade.</summary>
    protected abstract void Flush();

    protected void Publish(TResult result) => _observer.OnNext(result);

    private void OnDue(long due)
    {
        if (_turns is { } turns)
            turns.Push(new Input(InputKind.Timer, Due: due));
        else
            HandleTimer(due);
    }

    private void HandleTimer(long due)
    {
        if (_isStopped || !_timer.IsCurrent(due))
            return;
        Move();
        _timer.Clear();
        SetTimer();
    }

    private void Push(in Input input)
    {
        if (_turns is { } turns)
            turns.Push(input);
        else
            Handle(input);
    }

    private void Handle(Input input)
    {
        if (_isStopped)
            return;
        switch (input.Kind)
        {
            case InputKind.Message:
                Handle(input.Message!);
                break;
            case InputKind.Timer:
                HandleTimer(input.Due);
                break;
            case InputKind.Signal:
                Begin();
                Move();
                Take(input.Other!);
                SetTimer();
                break;
            case InputKind.Error:
                Dispose();
                _observer.OnError((Exception)input.Other!);
                break;
            case InputKind.End:
                Move();
                Flush();
                Dispose();
                _observer.OnCompleted();
                break;
        }
    }

    private void Handle(NexusMessage message)
    {
        if (!_hasStarted)
            Begin();
        switch (message)
        {
            case Trade trade when !IsOfBooks:
                Handle(trade, trade.Symbol, trade.Timestamp);
                break;
            case Book book when IsOfBooks:
                Handle(book, book.Symbol, book.Timestamp);
                break;
            case FeedGap gap:
                Move();
                Coverage.Cut(gap.Symbol, Now);
                OnCut(gap.Symbol);
                break;
            case FeedResumed resumed:
                Move();
                Coverage.Resume(resumed.Symbol, _gapEnd!());
                break;
            case Book or Trade when ((IHasSymbol)message).Symbol is var symbol && Coverage[symbol] is var stream && !Coverage.IsSeen(stream):
                Move();
                Coverage.OnMessage(stream, symbol, Now);
                break;
            default:
                return;
        }

        SetTimer();
    }

    // Gaps that began before the subscription also affect it. The first message may end them.
    private void Begin()
    {
        if (_hasStarted)
            return;
        _hasStarted = true;
        if (_openGaps is { Any: true } gaps)
            Coverage.BeginInside(gaps, Time.TryGetBegin(out var began) ? began : Now);
    }

    private void Handle(NexusMessage item, Symbol symbol, DateTimeOffset timestamp)
    {
        if (Time.Scheduler is null)
            Time.AdvanceTo(timestamp);
        Move();
        var stream = Coverage[symbol];
        Coverage.OnMessage(stream, symbol, Now);
        if (Time.IsHeld(timestamp))
            _held = item;
        else
            Add(stream, item);
    }

    private void Add(TStream stream, NexusMessage item)
    {
        if (item is Trade trade)
            Add(stream, trade);
        else
            Add(stream, (Book)item);
    }

    private void Move()
    {
        Coverage.Settle();
        var hadBegun = Coverage.BeganAt != long.MaxValue;
        if (!hadBegun && Time.TryGetBegin(out var began))
            Coverage.BeganAt = began;

        Time.Read();
        var move = Time.Peek();
        if (move != TimeMove.Advance || _held is not null)
            Follow(move, hadBegun);
        Time.Advance();
        Advance();
    }

    private void Follow(TimeMove move, bool hadBegun)
    {
        if (_held is not null && hadBegun && move != TimeMove.Jump)
            Release();
        if (move == TimeMove.Restart)
            FollowRestart();
        if (Time.Peek() == TimeMove.Jump)
            FollowJump();

        // The clock started or jumped after the item arrived, so the item counts at the current time.
        if (_held is null)
            return;
        Time.Advance();
        Release();
    }

    private void FollowRestart()
    {
        Coverage.Skip(Now, Now);
        Flush();
        Time.FollowRestart();
        Coverage.Restart(Now);
        Restart();
    }

    private void FollowJump()
    {
        Time.FollowJump();
        Coverage.Skip(Time.JumpedFrom, Now);
        Jump(Time.JumpedFrom);
    }

    private void Release()
    {
        var item = _held!;
        _held = null;
        Add(Coverage[((IHasSymbol)item).Symbol], item);
    }

    // A held item is released when the clock moves.
    private void SetTimer()
    {
        if (!_isStopped && Time.Scheduler is not null)
            _timer.Set(_held is null ? NextDue : Math.Min(NextDue, Now + 1));
    }

    private readonly record struct Input(InputKind Kind, NexusMessage? Message = null, object? Other = null, long Due = 0);
}
