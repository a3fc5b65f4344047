using System.Globalization;
using System.Reactive.Concurrency;
using Nexus.Monitoring.Drawing;
using Nexus.Monitoring.Sources;
using Nexus.Reactive;

namespace Nexus.Monitoring.Panels;

/// <summary>The state of the connections or of the replay, a clock that runs while the feed is silent, the symbols if there are several, and the last gap.</summary>
internal sealed class StatusPanel : FeedPanel
{
    private const int WidthWithElapsed = 64;
    private const int WidthWithMilliseconds = 90;

    // Live markets are silent for a second now and then.
    private static readonly TimeSpan ShownSilence = TimeSpan.FromSeconds(2);

    private readonly NexusFeed _feed;
    private readonly Connections _connections;
    private readonly SymbolTable _symbols;
    private readonly Playback? _playback;
    private readonly TimeSpan? _duration;
    private readonly IScheduler _time;
    private readonly DateTimeOffset _start;
    private volatile FeedGap? _gap;
    private int _gaps;

    /// <param name="source">The source of the feed.</param>
    /// <param name="connections">The state of its connections.</param>
    /// <param name="symbols">The symbols.</param>
    /// <param name="duration">The duration of the run; null if it has no end.</param>
    /// <param name="time">The program's clock.</param>
    public StatusPanel(FeedSource source, Connections connections, SymbolTable symbols, TimeSpan? duration, IScheduler time)
        : base(source.StatusCode, "status")
    {
        (_feed, _connections, _symbols, _playback, _duration, _time, _start) = (source.Feed, connections, symbols, source.Playback, duration, time, time.Now);
        Subscriptions.Add(source.Feed.Gaps.Subscribe(Note, static _ => { }));
    }

    protected override void Draw(Sheet sheet)
    {
        DrawState(sheet);
        if (sheet.Height > 2)
            _symbols.Draw(sheet, sheet.Height - 3);
        DrawGap(sheet);
    }

    private void DrawState(Sheet sheet)
    {
        var clock = sheet.Width < WidthWithElapsed ? Clock("HH:mm:ss") : $"{Clock(_playback is null ? "HH:mm:ss 'UTC'" : "yyyy-MM-dd HH:mm:ss 'UTC'")} · {Elapsed()}";
        var reserved = clock.Length + 1;
        var worst = _connections.Worst;
        if (_playback is not null)
            Badge.Of(_playback).Draw(sheet);
        else if (worst is not null)
            Badge.Of(worst).Draw(sheet);
        if (worst is ConnectionStatus.Reconnecting lost)
            sheet.PutWhole($"attempt {lost.Attempt.Text()}", Theme.Warning, reserved);
        else if (_connections.Lines is [var line] && _connections.GetDelay(line.Symbol) is { } delay)
            sheet.PutWhole(string.Create(CultureInfo.InvariantCulture, $"{line.DelayName} {delay.TotalMilliseconds:0.0} ms"), reserved: reserved);
        var silence = _connections.Silence;
        if (_playback is null && (silence >= ShownSilence || worst is not (null or ConnectionStatus.Connected)))
            sheet.PutWhole($"silent for {((long)silence.TotalSeconds).Text()} s", Theme.Warning, reserved);
        sheet.PutRight(clock, Theme.Quiet).EndLine();
    }

    private void DrawGap(Sheet sheet)
    {
        if (_gap is { } gap)
        {
            var format = sheet.Width < WidthWithMilliseconds ? "HH:mm:ss" : "'since' HH:mm:ss.fff";
            sheet.Put(" FeedGap ", Theme.BadBadge).Put($" {_gaps.Text()}× {gap.Since.Text(format)}: ", Theme.Warning);
            sheet.Put(Plain.Fit(gap.Reason, sheet.Room), Theme.Warning);
        }
        else if (_connections.Worst is ConnectionStatus.Reconnecting lost)
            sheet.Put(Plain.Fit($"no connection: {lost.Reason}", sheet.Width), Theme.Warning);
        else
            sheet.Put("no gap yet", Theme.Quiet);
        sheet.EndLine();
    }

    // A replay shows the recorded time, other sources the time of this computer.
    private string Clock(string format)
    {
        var time = _playback is null ? _time.Now : _feed.Clock.Now;
        return time == DateTimeOffset.UnixEpoch ? "" : time.Text(format);
    }

    private string Elapsed()
    {
        if (_playback is not null)
            return $"{_playback.Played.Text()} played";
        var elapsed = (_time.Now - _start).Text();
        return _duration is { } whole ? $"{elapsed} of {whole.Text()}" : elapsed;
    }

    private void Note(FeedGap gap)
    {
        _gap = gap;
        _gaps++;
    }
}
