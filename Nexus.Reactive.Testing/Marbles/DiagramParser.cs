using System.Collections.Immutable;
using System.Globalization;

namespace Nexus.Reactive.Testing;

/// <summary>The kind of a diagram, which determines the allowed characters.</summary>
internal enum DiagramKind
{
    /// <summary>Values, with or without a subscription point.</summary>
    Hot,

    /// <summary>Values, with frames counted from the subscription.</summary>
    Values,

    /// <summary><c>^</c> and <c>!</c>.</summary>
    Subscription,
}

/// <summary>Reads a diagram character by character. Every error message points at its position.</summary>
internal sealed class DiagramParser
{
    // A longer time is certainly a mistake, and calendars end.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(36_500);

    private readonly DiagramKind _kind;
    private readonly TimeSpan _frame;
    private readonly Func<char, string?>? _complaintAboutValue;
    private readonly ImmutableArray<Marble>.Builder _marbles = ImmutableArray.CreateBuilder<Marble>();
    private string _line = "";
    private int _at;
    private long _now;
    private long? _groupFrame;
    private int _groupAt;
    private bool _ended;
    private bool _isStartImplied;
    private long? _zero;
    private long _length;

    private DiagramParser(DiagramKind kind, TimeSpan frame, Func<char, string?>? complaintAboutValue)
    {
        _kind = kind;
        _frame = frame;
        _complaintAboutValue = complaintAboutValue;
    }

    /// <summary>
    /// Returns the marbles in order of time, those of one frame in the order of the text, and the number of frames from zero to the end of the diagram.
    /// </summary>
    /// <param name="text">The diagram; further lines start at the first line's start.</param>
    /// <param name="kind">The kind of diagram.</param>
    /// <param name="frame">The length of one frame.</param>
    /// <param name="complaintAboutValue">Returns what is wrong with a value's character, or null.</param>
    public static (ImmutableArray<Marble> Marbles, long Length) Parse(
        string text, DiagramKind kind, TimeSpan frame, Func<char, string?>? complaintAboutValue = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parser = new DiagramParser(kind, frame, complaintAboutValue);
        foreach (var line in text.Split('\n'))
            parser.ReadLine(line.TrimEnd('\r'));
        return parser.Finish(text);
    }

    private void ReadLine(string line)
    {
        (_line, _now, _ended) = (line, 0, false);
        for (_at = 0; _at < line.Length;)
        {
            if (TryReadTime())
                continue;
            ReadCharacter(line[_at]);
            _at++;
        }

        if (_groupFrame is not null)
            throw Complaint("This group has no ')'.", _groupAt);
        _length = Math.Max(_length, _now);
    }

    private void ReadCharacter(char c)
    {
        switch (c)
        {
            case ' ':
                return;
            case Marble.Nothing:
                if (_groupFrame is not null)
                    throw Complaint("A group is one frame; '-' is not allowed in it.");
                _now++;
                return;
            case Marble.GroupStart:
                if (_groupFrame is not null)
                    throw Complaint("Groups cannot be nested.");
                (_groupFrame, _groupAt) = (_now, _at);
                _now++;
                return;
            case Marble.GroupEnd:
                if (_groupFrame is null)
                    throw Complaint("This ')' has no matching '('.");
                if (_now == _groupFrame + 1)
                    throw Complaint("A group must not be empty.", _groupAt);
                _groupFrame = null;
                _now++;
                return;
            default:
                ReadMarble(c);
                _now++;
                return;
        }
    }

    private void ReadMarble(char c)
    {
        var frame = _groupFrame ?? _now;
        switch (c)
        {
            case Marble.Subscription when _kind == DiagramKind.Values:
                throw Complaint("'^' is allowed only in hot and subscription diagrams.");
            case Marble.Subscription:
                if (_zero is not null || (_kind == DiagramKind.Subscription && _marbles.Count > 0))
                    throw Complaint(_isStartImplied ? "'!' before '^'." : "A second '^'.");
                if (_kind == DiagramKind.Hot)
                    _zero = frame;
                else
                    _marbles.Add(new Marble(frame, c));
                return;
            case Marble.Unsubscription when _kind != DiagramKind.Subscription:
                throw Complaint("'!' is allowed only in subscription diagrams.");
            case Marble.Unsubscription:
                if (_marbles.Count > 1)
                    throw Complaint("A second '!'.");

                // As in RxJS: subscribed from the start.
                _isStartImplied = _marbles.Count == 0;
                if (_isStartImplied)
                    _marbles.Add(new Marble(0, Marble.Subscription));
                _marbles.Add(new Marble(frame, c));
                return;
        }

        if (_kind == DiagramKind.Subscription)
            throw Complaint($"A subscription diagram has '^', '!', '-' and times, no '{c}'.");
        if (_ended)
            throw Complaint("No marble can follow the end.");
        var marble = new Marble(frame, c);
        if (!marble.IsTerminal)
        {
            if (!Marble.IsValue(c))
                throw Complaint("A value must be one visible character.");
            if (_complaintAboutValue?.Invoke(c) is { } complaint)
                throw Complaint(complaint);
        }

        _ended = marble.IsTerminal;
        _marbles.Add(marble);
    }

    /// <summary>Reads a time such as <c>1.5s</c>. A time is surrounded by spaces or the ends of the line; elsewhere, digits are values.</summary>
    private bool TryReadTime()
    {
        if (!char.IsAsciiDigit(_line[_at]) || (_at > 0 && _line[_at - 1] != ' '))
            return false;

        var end = SkipDigits(_at);
        if (end + 1 < _line.Length && _line[end] == '.' && char.IsAsciiDigit(_line[end + 1]))
            end = SkipDigits(end + 1);
        var number = _line.AsSpan(_at, end - _at);
        var unit = _line.AsSpan(end) switch
        {
            ['m', 's', ..] => "ms",
            ['s', ..] => "s",
            ['m', ..] => "m",
            _ => null,
        };
        if (unit is null)
            return false;

        var after = end + unit.Length;
        if (after < _line.Length && _line[after] != ' ')
        {
            if (Marble.IsValue(_line[after]))
                return false;
            throw Complaint($"This is ambiguous: a time or values? Write '{number}{unit} ' for the time, '{_line[_at]} {_line[(_at + 1)..after]}' for the values.");
        }

        if (_groupFrame is not null)
            throw Complaint("A group is one frame; a time is not allowed in it.");
        _now += Frames(number, unit);
        _at = after;
        return true;
    }

    private int SkipDigits(int at)
    {
        while (at < _line.Length && char.IsAsciiDigit(_line[at]))
            at++;
        return at;
    }

    private long Frames(ReadOnlySpan<char> number, string unit)
    {
        var ticks = unit switch { "ms" => TimeSpan.TicksPerMillisecond, "s" => TimeSpan.TicksPerSecond, _ => TimeSpan.TicksPerMinute };
        if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            || count > Longest.Ticks / ticks - _now * (decimal)_frame.Ticks / ticks)
        {
            throw Complaint("A time must not exceed one hundred years.");
        }

        var frames = count * ticks / _frame.Ticks;
        if (frames != decimal.Truncate(frames))
            throw Complaint($"Not a whole number of frames: one frame is {DiagramTime.Write(_frame)}.");
        return (long)frames;
    }

    private (ImmutableArray<Marble> Marbles, long Length) Finish(string text)
    {
        var zero = _zero ?? 0;
        var marbles = _marbles.Select(marble => marble with { Frame = marble.Frame - zero }).OrderBy(static marble => marble.Frame).ToImmutableArray();
        if (marbles.SkipLast(1).Any(static marble => marble.IsTerminal))
            throw new MarbleException($"A line continues after another line's end.\n{text}");
        return (marbles, _length - zero);
    }

    private MarbleException Complaint(string what) => Complaint(what, _at);

    private MarbleException Complaint(string what, int at) => new($"{what}\n  {_line}\n  {new string(' ', at)}^");
}
