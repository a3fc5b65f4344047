namespace Nexus.Reactive;

/// <summary>Merges the lines of one symbol: delivers the first arrival of each message, in order, and a gap only if no line has a position in the stream.</summary>
/// <remarks>
/// <para>
/// All lines receive the same texts in the same order, except pings, which answer a line's own pings. The log contains the delivered messages, and each line
/// has a position in it. A message of a joined line that the log contains from that position on is a copy. Any other message is appended and delivered. The
/// transitions:
/// </para>
/// <code>
/// Away      a message                                                       New
/// New       its latest two messages, different, are neighbors in the log    Joined
/// New       no line is joined, and the message is newer than the log        Joined; it ends the gap
/// Joined    8,192 messages behind                                           New
/// Joined    silent for 2 s, while a new line receives what it should have   New
/// any       cut                                                             Away
/// </code>
/// <para>
/// One message alone does not determine the position of a line: one trade in five equals its neighbor. The messages of a new line are held until its
/// position is known. If no joined line is left before that, there is a gap, followed by the held messages that are newer than the log.
/// </para>
/// </remarks>
internal sealed class RedundantLines(Symbol symbol, int count, ILineTarget target)
{
    /// <summary>The maximum number of lines, which is the number of bits for a message in the log.</summary>
    public const int MaxLines = 64;

    /// <summary>The maximum silence of the joined lines while a new line receives messages.</summary>
    public static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(2);

    /// <summary>The maximum lag of a line. A timestamp that is further behind means that the latest timestamp was wrong.</summary>
    private static readonly TimeSpan MaxLag = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Line[] _lines = [.. Enumerable.Range(0, count).Select(static i => new Line(i))];
    private readonly LineLog _log = new();
    private bool _hasBegun;
    private bool _isInGap;

    // The number of the first message after the latest gap.
    private long _resumedAt;

    // The timestamp of the latest message, except old order events that are sent again.
    private DateTimeOffset _latest;

    private bool IsAnyJoined => Array.Exists(_lines, static line => line.State == LineState.Joined);

    /// <summary>Processes a message of a line; returns false if it is a copy.</summary>
    public bool TryReceive(int index, FeedInput input, in Delivery delivery)
    {
        var line = _lines[index];
        line.IsBusy = true;
        var turn = input.CreateTurn(delivery);
        if (delivery.Message is Ping)
        {
            lock (_gate)
                target.Post(turn);
            return true;
        }

        var text = LineLog.GetHash(delivery.Text);
        lock (_gate)
            return Receive(line, new LineMessage(turn, text));
    }

    /// <summary>Called when the line's thread returns to its socket.</summary>
    public void OnReturned(int index) => _lines[index].IsBusy = false;

    /// <summary>Called when the connection of a line has ended; <paramref name="isLast"/> if nothing can follow it.</summary>
    public void OnCut(int index, in FeedTurn gap, bool isLast)
    {
        lock (_gate)
        {
            _lines[index].Leave(LineState.Away);
            if (!IsAnyJoined)
                BeginGap(gap, isLast);
        }
    }

    private bool Receive(Line line, in LineMessage message)
    {
        if (line.State == LineState.Joined)
            return ReceiveJoined(line, message);
        line.State = LineState.New;
        var previous = line.LatestText;
        line.LatestText = message.Text;
        if (IsAnyJoined)
        {
            if (TryJoin(line, previous, message.Text))
                return false;
            line.Hold(message);
            CheckSilence(line, message);
            return true;
        }

        if (_log.Contains(message.Text))
            return false;
        if (IsNewer(message))
        {
            Lead(line, message);
            return true;
        }

        // An old order event that is sent again after a reconnection does not end the gap. An old book or trade belongs to the gap.
        if (message.Message is not (OrderUpdate or Transaction))
            return false;
        _log.Append(message.Text, line.Mask);
        target.Post(message.Turn);
        return true;
    }

    private bool ReceiveJoined(Line line, in LineMessage message)
    {
        foreach (var other in _lines)
            other.WaitsSince = null;
        var number = _log.Receive(message.Text, line.Mask, line.From, line.Last + 1);
        line.Last = Math.Max(line.Last, number);
        if (number >= 0)
            return false;
        Append(line, message);
        return true;
    }

    private void Append(Line line, in LineMessage message)
    {
        line.Last = _log.Append(message.Text, line.Mask);
        if (message.Message is Book or Trade || (message.Message is IHasTimestamp && IsNewer(message)))
            _latest = ((IHasTimestamp)message.Message).Timestamp;
        target.Post(message.Turn);

        foreach (var other in _lines)
        {
            if (other.State == LineState.Joined && other.Last < _log.Start - 1)
                other.Leave(LineState.New);
            else if (other.State == LineState.New)
                TryJoinHeld(other);
        }
    }

    /// <summary>Starts the stream, or ends a gap, with the message of a line.</summary>
    private void Lead(Line line, in LineMessage first)
    {
        if (_isInGap)
        {
            var input = first.Turn.Input;
            target.Post(new FeedTurn(input, FeedTurnKind.Message, new FeedResumed(symbol), FeedGapJson.CreateResumed(symbol), first.Turn.ArrivedAt));
        }

        _isInGap = false;
        _hasBegun = true;
        _resumedAt = _log.End;
        line.Join(_log.End - 1);
        Append(line, first);
    }

    private void BeginGap(in FeedTurn gap, bool isLast)
    {
        var isNews = _hasBegun && !_isInGap && !isLast;
        _isInGap |= isNews;
        target.PostGap(isNews ? gap : null, gap.Input);
        foreach (var line in _lines)
        {
            if (line.State == LineState.New)
                Release(line);
        }
    }

    // The held messages up to the last message that was already delivered may be copies.
    private void Release(Line line)
    {
        LineMessage[] held = [.. line.Held];
        var start = IsAnyJoined ? 0 : Array.FindLastIndex(held, message => _log.Contains(message.Text)) + 1;
        line.Leave(LineState.New);
        for (var i = start; i < held.Length; i++)
            Receive(line, held[i]);
    }

    // Returns whether the message may follow the delivered messages. A line that reconnected early may be behind one that ended the gap and was cut again.
    private bool IsNewer(in LineMessage message) =>
        message.Message is not IHasTimestamp { Timestamp: var timestamp } || timestamp > _latest || _latest - timestamp > MaxLag;

    private bool TryJoin(Line line, UInt128? previous, UInt128 text)
    {
        if (previous is not { } before || before == text || _log.FindPair(before, text, _resumedAt) is not (>= 0 and var number))
            return false;
        line.Held.Clear();
        line.Join(number);
        return true;
    }

    // A line may already hold the message that was just appended. The messages that it holds after it are new.
    private void TryJoinHeld(Line line)
    {
        line.WaitsSince = null;
        var last = _log.End - 1;
        if (last <= _resumedAt || line.Held.Count < 2)
            return;
        var (before, text) = (_log.GetText(last - 1), _log.GetText(last));
        if (before == text || _log.FindPair(before, text, _resumedAt) != last)
            return;
        UInt128? previous = null;
        var place = 0;
        foreach (var message in line.Held)
        {
            place++;
            if (previous == before && message.Text == text)
            {
                LineMessage[] rest = [.. line.Held.Skip(place)];
                line.Held.Clear();
                line.Join(last);
                foreach (var held in rest)
                    Receive(line, held);
                return;
            }

            previous = message.Text;
        }
    }

    // A joined line with a dead connection that its client has not detected yet must not delay a new line.
    private void CheckSilence(Line line, in LineMessage message)
    {
        if (message.Turn.ArrivedAt is not { } now || !IsNewer(message) || _log.Contains(message.Text))
            return;
        if (Array.Exists(_lines, static other => other is { State: LineState.Joined, IsBusy: true }))
        {
            line.WaitsSince = null;
            return;
        }

        line.WaitsSince ??= now;
        if (now - line.WaitsSince <= MaxSilence)
            return;
        foreach (var other in _lines)
        {
            if (other.State == LineState.Joined)
                other.Leave(LineState.New);
        }

        var input = message.Turn.Input;
        var gap = new FeedGap($"no message received on the connected line for {MaxSilence.TotalSeconds:0} s", symbol);
        BeginGap(new FeedTurn(input, FeedTurnKind.Message, gap, FeedGapJson.CreateGap(symbol, gap.Reason), now), isLast: false);
    }
}
