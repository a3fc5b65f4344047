using static Nexus.Reactive.Tests.Client.ClientHarness;

namespace Nexus.Reactive.Tests.Client;

/// <summary>
/// Redundant lines under random interleavings, delays and cuts, compared with what the exchange sent. <c>NEXUS_LINE_SEEDS=100000</c> runs more.
/// </summary>
public sealed class RedundantLineModelTests
{
    private static readonly int Seeds = (int)Setting.Get("NEXUS_LINE_SEEDS", 100);

    [Test]
    public async Task Cuts_of_one_line_at_a_time_cause_no_loss_no_duplicates_and_no_gap()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            await using var exchange = new Exchange(seed, lines: 2 + seed % 2);
            exchange.Run(steps: 400, cutsAtAnyTime: false);
            Assert.That(exchange.Seen, Is.EqualTo(exchange.Sent), $"seed {seed}");
        }
    }

    [Test]
    public async Task Cuts_at_any_time_leave_gaps_between_complete_and_ordered_parts()
    {
        var gaps = 0;
        for (var seed = 0; seed < Seeds; seed++)
        {
            await using var exchange = new Exchange(seed, lines: 2 + seed % 2);
            exchange.Run(steps: 400, cutsAtAnyTime: true);
            Assert.That(exchange.FindFault(), Is.Null, $"seed {seed}");
            gaps += exchange.Seen.Count(static text => text == "gap");
        }

        Assert.That(gaps, Is.GreaterThan(Seeds));
    }

    /// <summary>Sends the same messages on each open line, one in four equal to the one before; a line's messages may be on the way for long.</summary>
    private sealed class Exchange : IAsyncDisposable
    {
        private readonly Random _random;
        private readonly Wire[] _wires;
        private readonly NexusFeed _feed;
        private readonly IDisposable _connection;
        private int _number;

        public Exchange(int seed, int lines)
        {
            _random = new Random(seed);
            _wires = [.. Enumerable.Range(0, lines).Select(static _ => new Wire(Connected()))];
            _feed = NexusFeed.Combine(_wires.Select(static wire => wire.Line.Client));
            _feed.Subscribe(message => Seen.Add(message is FeedGap ? "gap" : message is FeedResumed ? "resumed" : LinePair.Print(message)));
            _connection = _feed.Connect();
        }

        public List<string> Sent { get; } = [];

        public List<string> Seen { get; } = [];

        public void Run(int steps, bool cutsAtAnyTime)
        {
            Send();
            Deliver(_wires[0], int.MaxValue);
            for (var step = 0; step < steps; step++)
            {
                var wire = _wires[_random.Next(_wires.Length)];
                switch (_random.Next(12))
                {
                    case < 5:
                        Send();
                        break;
                    case < 10:
                        Deliver(wire, _random.Next(4));
                        break;
                    case 10 when wire.IsOpen && (cutsAtAnyTime || Array.Exists(_wires, other => other != wire && other.IsOpen)):
                        if (!cutsAtAnyTime)
                            Settle();
                        wire.Cut();
                        break;
                    case 11 when !wire.IsOpen:
                        wire.Open();
                        break;
                }
            }

            foreach (var wire in _wires)
            {
                if (!wire.IsOpen)
                    wire.Open();
            }

            Settle();
        }

        /// <summary>What is wrong between the gaps; null: nothing.</summary>
        public string? FindFault()
        {
            var place = 0;
            var part = new List<string>();
            var isInGap = false;
            foreach (var text in Seen.Append("gap"))
            {
                if (text == "resumed" != isInGap)
                    return "the end of a gap is not where it belongs";
                isInGap = text == "gap";
                if (isInGap)
                {
                    var start = Enumerable.Range(place, Math.Max(0, Sent.Count - part.Count - place + 1)).FirstOrDefault(at => Sent.Skip(at).Take(part.Count).SequenceEqual(part), -1);
                    if (start < 0)
                        return $"after {string.Join(' ', Sent.Take(place).TakeLast(9))} comes {string.Join(' ', part)}, of {string.Join(' ', Sent.Skip(Math.Max(0, place - 9)).Take(30))}; seen was {string.Join(' ', Seen)}";
                    place = start + part.Count;
                    part.Clear();
                }
                else if (text != "resumed")
                {
                    part.Add(text);
                }
            }

            return place == Sent.Count ? null : "the last messages are missing";
        }

        public async ValueTask DisposeAsync()
        {
            _connection.Dispose();
            foreach (var wire in _wires)
                await wire.Line.DisposeAsync();
        }

        // Three more messages arrive on every line.
        private void Settle()
        {
            for (var i = 0; i < 3; i++)
                Send(isNew: true);
            foreach (var wire in _wires)
                Deliver(wire, int.MaxValue);
        }

        private void Send(bool isNew = false)
        {
            if (isNew || _random.Next(4) > 0)
                _number++;
            Sent.Add($"{_number}");
            foreach (var wire in _wires)
                wire.Send(LinePair.Trade(_number));
        }

        private static void Deliver(Wire wire, int count) => wire.Deliver(count);
    }

    private sealed class Wire(ClientHarness line)
    {
        private readonly Queue<string> _onTheWay = new();

        public ClientHarness Line => line;

        public bool IsOpen { get; private set; } = true;

        public void Send(string text)
        {
            if (IsOpen)
                _onTheWay.Enqueue(text);
        }

        public void Deliver(int count)
        {
            for (; count > 0 && _onTheWay.TryDequeue(out var text); count--)
                line.Last.Bring(text);
        }

        public void Cut()
        {
            _onTheWay.Clear();
            IsOpen = false;
            line.Last.Break();
        }

        public void Open()
        {
            LinePair.Return(line);
            IsOpen = true;
        }
    }
}
