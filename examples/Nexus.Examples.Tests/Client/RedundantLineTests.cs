using System.Diagnostics;
using System.Net.WebSockets;
using System.Reactive.Linq;
using System.Threading.Channels;
using static Nexus.Examples.Tests.Client.RealTime;

namespace Nexus.Examples.Tests.Client;

/// <summary>
/// Two clients of one symbol over real sockets that are cut at random, compared with the messages that the exchange sent. <c>NEXUS_LINES_SECONDS</c> and
/// <c>NEXUS_CHAOS_SEED</c> set the length and the random numbers.
/// </summary>
[Category(Setting.Long)]
[NonParallelizable]
public sealed class RedundantLineTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(Setting.Get("NEXUS_LINES_SECONDS", 3));
    private static readonly int Seed = Setting.Get("NEXUS_CHAOS_SEED", 1);

    [Test]
    public async Task Cuts_of_one_line_at_a_time_cause_no_loss_no_duplicates_and_no_gap()
    {
        await using var exchange = await NumberedExchange.StartAsync(Seed);
        await using var lines = await Lines.StartAsync(exchange);
        var random = new Random(Seed);
        var cuts = 0;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Duration; cuts++)
        {
            // Both lines receive the messages that are sent after both are connected.
            await lines.WaitForBothAsync();
            exchange.Cut(random.Next(2));
        }

        await lines.WaitForBothAsync();
        var seen = lines.Seen();

        TestContext.Out.WriteLine($"{seen.Length} messages, {cuts} cuts, {lines.Copies} by both lines");
        Assert.That(seen, Is.EqualTo(exchange.Sent().SkipWhile(text => text != seen[0]).Take(seen.Length)));
        Assert.That(cuts, Is.GreaterThan(10));
    }

    [Test]
    public async Task Cuts_at_any_time_leave_gaps_between_complete_and_ordered_parts()
    {
        await using var exchange = await NumberedExchange.StartAsync(Seed);
        await using var lines = await Lines.StartAsync(exchange);
        var random = new Random(Seed);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Duration;)
        {
            await timer.WaitForNextTickAsync();
            if (random.Next(4) == 0)
                exchange.Cut(random.Next(2));
        }

        await lines.WaitForBothAsync();
        var seen = lines.Seen();

        var sent = exchange.Sent();
        var place = 0;
        var gaps = -1;
        var parts = string.Join('\n', seen).Split("\ngap\nresumed\n");
        foreach (var part in parts.Select(static part => part.Split('\n')))
        {
            gaps++;
            var start = Enumerable.Range(place, sent.Count - place).FirstOrDefault(at => sent.Skip(at).Take(part.Length).SequenceEqual(part), -1);
            Assert.That(start, Is.GreaterThanOrEqualTo(0), $"after {gaps} gaps: {part[0]} to {part[^1]}");
            place = start + part.Length;
        }

        TestContext.Out.WriteLine($"{seen.Length} messages, {gaps} gaps, {exchange.Cuts} cuts");
        Assert.That(exchange.Cuts, Is.GreaterThan(20));
        Assert.That(gaps, Is.LessThan(exchange.Cuts));
    }

    /// <summary>Two clients and the messages that their combined feed delivered.</summary>
    private sealed class Lines : IAsyncDisposable
    {
        private readonly NumberedExchange _exchange;
        private readonly NexusClient[] _clients;
        private readonly long[] _latest = new long[2];
        private readonly List<string> _seen = [];
        private IDisposable? _connection;
        private long _received;

        private Lines(NumberedExchange exchange)
        {
            _exchange = exchange;
            _clients = [.. exchange.BaseUris.Select(static uri => new NexusClient(new NexusEndpoint(uri, TestClient.Key, "SPOT_BTC_USDT"), Quick))];
        }

        /// <summary>The number of messages that arrived more than once.</summary>
        public long Copies => Interlocked.Read(ref _received) - Seen().LongCount(static text => text is not ("gap" or "resumed"));

        public static async Task<Lines> StartAsync(NumberedExchange exchange)
        {
            var lines = new Lines(exchange);
            for (var i = 0; i < 2; i++)
            {
                var line = i;
                lines._clients[i].Feed.Trades.Subscribe(trade =>
                {
                    Interlocked.Increment(ref lines._received);
                    Interlocked.Exchange(ref lines._latest[line], trade.Timestamp.ToUnixTimeMilliseconds());
                });
            }

            var feed = NexusFeed.Combine(lines._clients);
            feed.Where(static message => message is Trade or FeedGap or FeedResumed).Subscribe(message =>
            {
                lock (lines._seen)
                    lines._seen.Add(message is Trade trade ? $"{trade.Timestamp.ToUnixTimeMilliseconds()} {trade.Quantity}" : message is FeedGap ? "gap" : "resumed");
            });
            lines._connection = feed.Connect();
            await Task.WhenAll(lines._clients.Select(static client => client.StartAsync())).WaitAsync(Soon);
            return lines;
        }

        public string[] Seen()
        {
            lock (_seen)
                return [.. _seen];
        }

        /// <summary>Waits until each line has received several messages that were sent after both were connected.</summary>
        public async Task WaitForBothAsync()
        {
            using var timeout = new CancellationTokenSource(Soon);
            while (!_exchange.AreAllConnected)
                await Task.Delay(1, timeout.Token);
            var number = _exchange.Number + 20;
            while (Interlocked.Read(ref _latest[0]) < number || Interlocked.Read(ref _latest[1]) < number)
                await Task.Delay(1, timeout.Token);
        }

        public async ValueTask DisposeAsync()
        {
            _connection?.Dispose();
            foreach (var client in _clients)
                await client.DisposeAsync();
        }
    }

    /// <summary>Sends the same numbered trades on both lines, with different delays. One in four trades equals the previous trade.</summary>
    private sealed class NumberedExchange : IAsyncDisposable
    {
        private readonly Lock _gate = new();
        private readonly List<string> _sent = [];
        private readonly Channel<string>?[] _open = new Channel<string>?[2];
        private readonly SocketServer[] _servers = new SocketServer[2];
        private readonly CancellationTokenSource _stop = new();
        private readonly Random _random;
        private Task _sending = Task.CompletedTask;
        private int _number = 1000;

        private NumberedExchange(int seed) => _random = new Random(seed);

        public IEnumerable<string> BaseUris => _servers.Select(static server => server.BaseUri);

        public int Cuts { get; private set; }

        public int Number => Volatile.Read(ref _number);

        public bool AreAllConnected
        {
            get
            {
                lock (_gate)
                    return _open is [not null, not null];
            }
        }

        public static async Task<NumberedExchange> StartAsync(int seed)
        {
            var exchange = new NumberedExchange(seed);
            for (var i = 0; i < 2; i++)
            {
                var line = i;
                exchange._servers[i] = await SocketServer.StartAsync((_, socket, context) => exchange.PlayAsync(line, socket));
            }

            exchange._sending = exchange.SendAsync();
            return exchange;
        }

        public List<string> Sent()
        {
            lock (_gate)
                return [.. _sent];
        }

        public void Cut(int line)
        {
            lock (_gate)
            {
                if (_open[line] is not { } open)
                    return;
                open.Writer.Complete(new WebSocketException("cut"));
                _open[line] = null;
                Cuts++;
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _sending;
            Cut(0);
            Cut(1);
            foreach (var server in _servers)
                await server.DisposeAsync();
            _stop.Dispose();
        }

        private async Task PlayAsync(int line, WebSocket socket)
        {
            var texts = Channel.CreateUnbounded<string>();
            lock (_gate)
                _open[line] = texts;
            var random = new Random(line);
            await foreach (var text in texts.Reader.ReadAllAsync())
            {
                if (random.Next(50) == 0)
                    await Task.Delay(random.Next(8));
                await SocketServer.Send(socket, text);
            }
        }

        private async Task SendAsync()
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
            try
            {
                while (await timer.WaitForNextTickAsync(_stop.Token))
                {
                    lock (_gate)
                    {
                        for (var count = _random.Next(6); count > 0; count--)
                        {
                            if (_random.Next(4) > 0)
                                _number++;
                            _sent.Add($"{_number} {_number % 7 + 1}");
                            var text = $$$"""{"event":"TRADE","symbol":"SPOT_BTC_USDT","timestamp":{{{_number}}},"data":{"price":1,"quantity":{{{_number % 7 + 1}}},"side":"BUY"}}""";
                            foreach (var open in _open)
                                open?.Writer.TryWrite(text);
                        }
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // The test is over.
            }
        }
    }
}
