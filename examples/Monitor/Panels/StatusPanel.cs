using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Nexus.Reactive;
using Spectre.Console;

namespace Nexus.Monitoring.Panels;

/// <summary>The status and round trip of each connection, the source of the feed, and the last gap.</summary>
internal sealed class StatusPanel : FeedPanel
{
    private const int Wide = 90;

    private readonly ConcurrentDictionary<Symbol, ConnectionStatus> _statuses = new();
    private readonly ConcurrentDictionary<Symbol, TimeSpan> _roundTrips = new();
    private readonly IReadOnlyList<NexusClient> _clients;
    private readonly string _caption;
    private readonly TimeSpan? _duration;
    private readonly long _start = Stopwatch.GetTimestamp();
    private volatile FeedGap? _gap;
    private int _gaps;

    public StatusPanel(NexusFeed feed, IReadOnlyList<NexusClient> clients, string caption, TimeSpan? duration)
        : base(clients.Count == 0 ? "feed.Gaps" : "client.Status · client.RoundTrips · feed.Gaps")
    {
        _clients = clients;
        _caption = caption;
        _duration = duration;
        foreach (var client in clients)
        {
            Subscriptions.Add(client.Status.Subscribe(status => _statuses[client.Endpoint.Symbol] = status, static _ => { }));
            Subscriptions.Add(client.RoundTrips.Subscribe(time => _roundTrips[client.Endpoint.Symbol] = time, static _ => { }));
        }

        Subscriptions.Add(feed.Gaps.Subscribe(Note, static _ => { }));
    }

    protected override void Draw(Sheet sheet)
    {
        foreach (var client in _clients)
        {
            var symbol = client.Endpoint.Symbol;
            if (!_statuses.TryGetValue(symbol, out var status))
                continue;
            sheet.Put($" ● {Name(status)} ", Badge(status)).Put(" ");
            if (_clients.Count > 1)
                sheet.Put($"{symbol.Base} ", Theme.Strong);
            if (status is ConnectionStatus.Reconnecting lost)
                sheet.Put($"attempt {lost.Attempt.ToString(CultureInfo.InvariantCulture)}{(_clients.Count == 1 ? $": {lost.Reason}" : "")}  ", Theme.Warning);
            else if (_roundTrips.TryGetValue(symbol, out var time))
                sheet.Put(string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms  "));
        }

        sheet.Put(_caption, Theme.Quiet).EndLine();
        var elapsed = Seconds(Stopwatch.GetElapsedTime(_start)) + (_duration is { } whole ? $" of {Seconds(whole)}" : " · Ctrl+C ends");
        if (_gap is { } gap)
        {
            // The reason is more important than the elapsed time, which is drawn only where it fits.
            var format = sheet.Width < Wide ? "HH:mm:ss" : "'since' HH:mm:ss.fff";
            sheet.Put(" FeedGap ", Theme.BadBadge).Put(
                $" {_gaps.ToString(CultureInfo.InvariantCulture)}× {gap.Since.UtcDateTime.ToString(format, CultureInfo.InvariantCulture)}: {gap.Reason}",
                Theme.Warning);
        }
        else
            sheet.Put("no gap yet", Theme.Quiet);
        sheet.PutRight(elapsed, Theme.Quiet);
    }

    private void Note(FeedGap gap)
    {
        _gap = gap;
        _gaps++;
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}:{time.Seconds:00}");

    private static string Name(ConnectionStatus status) => status.GetType().Name.ToUpperInvariant();

    private static Style Badge(ConnectionStatus status) => status switch
    {
        ConnectionStatus.Connected => Theme.GoodBadge,
        ConnectionStatus.Connecting or ConnectionStatus.Stale => Theme.WarningBadge,
        _ => Theme.BadBadge,
    };
}
