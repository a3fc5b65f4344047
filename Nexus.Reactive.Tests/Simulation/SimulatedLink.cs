using System.Net;

namespace Nexus.Reactive.Tests.Simulation;

/// <summary>The network between one client and the exchange. Messages of a connection keep their order, as TCP has it; what is on the way at a cut is lost.</summary>
internal sealed class SimulatedLink(SimulatedWorld world, SimulatedProcess process, SimulatedMarket market)
{
    private readonly SimulatedWorld _world = world;
    private readonly SimulatedProcess _process = process;
    private readonly SimulatedMarket _market = market;
    private Connection? _current;
    private long _stalledUntil;

    /// <summary>Until when the exchange refuses connections.</summary>
    public long DownUntil { get; set; }

    /// <summary>Until when dials are never answered.</summary>
    public long BlackHoleUntil { get; set; }

    /// <summary>The usual time of a message on its way.</summary>
    public TimeSpan Latency { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>How many of the latest order events a new connection begins with.</summary>
    public int ReplayedOrderEvents { get; set; }

    /// <summary>How many texts the client was given so far.</summary>
    public long Delivered { get; private set; }

    /// <summary>When the client was given something last, a new connection included.</summary>
    public long LastDeliveredAt { get; private set; }

    /// <summary>When the exchange sent what the client was given last: whatever it sent later may be lost.</summary>
    public long LastSentAt { get; private set; }

    /// <summary>Messages that were sent, by their numbers.</summary>
    public HashSet<long> Replayed { get; } = [];

    public bool IsOpen => _current is { IsOpen: true };

    /// <summary>Whether nothing is on the way to the client.</summary>
    public bool IsQuiet => _current is { IsSound: true, InFlight: 0 };

    /// <summary>Whether the application itself gives up connections now.</summary>
    public bool IsAsked { get; set; }

    public IConnection Dial() => new Connection(this);

    public void Send(SentMessage message) => _current?.Send(message);

    /// <summary>Holds back everything; the connection stays open.</summary>
    public void Stall(TimeSpan duration) => _stalledUntil = Math.Max(_stalledUntil, _world.Now + duration.Ticks);

    /// <summary>Ends the connection. The client hears of it, unless its packets vanish as well.</summary>
    public void Cut(bool isSilent) => _current?.Cut(isSilent);

    /// <summary>Called with each message that is with the client; so are all that arrived before it.</summary>
    public Action<SentMessage> AfterDelivery { get; set; } = static _ => { };

    private long ArrivalTime() => Math.Max(_world.Now + (Latency * (1 + _world.Random.NextDouble())).Ticks, _stalledUntil);

    private sealed class Connection(SimulatedLink link) : IConnection
    {
        private IConnectionSink? _sink;
        private long _lastArrival;
        private int _arrived;
        private bool _isCut;
        private bool _isVanished;

        public bool IsOpen { get; private set; }

        public bool IsSound => IsOpen && !_isCut && !_isVanished;

        /// <summary>How many numbered messages are on the way.</summary>
        public int InFlight { get; private set; }

        public void Open(IConnectionSink sink)
        {
            _sink = sink;
            if (link._world.Now < link.BlackHoleUntil)
                return;
            _lastArrival = link.ArrivalTime();
            link._process.At(_lastArrival, Answer);
        }

        public void Send(string text)
        {
            if (!IsOpen || _isVanished || !text.Contains("PING", StringComparison.Ordinal))
                return;
            link._world.At(link.ArrivalTime(), () =>
            {
                if (IsOpen && !_isCut && !_isVanished)
                    Send(link._market.Pong());
            });
        }

        public void Send(SentMessage message)
        {
            if (_isCut || _isVanished)
                return;
            if (message.Number > 0)
                InFlight++;
            _lastArrival = Math.Max(_lastArrival, link.ArrivalTime());
            link._world.At(_lastArrival, () => _arrived++);
            var sentAt = link._world.Now;
            link._process.At(_lastArrival, () => Receive(message, sentAt));
        }

        public void Cut(bool isSilent)
        {
            if (isSilent)
                _isVanished = true;
            else if (!_isCut)
            {
                _isCut = true;
                link._process.At(link._world.Now, () =>
                {
                    if (_sink is not { } sink || !IsOpen)
                        return;
                    Close();
                    sink.Ended(new DisconnectReason("the connection was cut"));
                });
            }
        }

        public ValueTask DisposeAsync()
        {
            link._world.Require(!IsSound || _arrived == 0 || link.IsAsked, () => $"{link._market.Symbol}: the client gave up a connection with {_arrived} messages that wait to be read");
            Close();
            _sink = null;
            return ValueTask.CompletedTask;
        }

        private void Answer()
        {
            if (_sink is not { } sink)
                return;
            if (link._world.Now < link.DownUntil)
            {
                sink.Ended(link._world.Chance(0.5) ? new DisconnectReason("refused") : new DisconnectReason("503", HttpStatusCode.ServiceUnavailable));
                return;
            }

            (IsOpen, link._current) = (true, this);
            link.LastDeliveredAt = link.LastSentAt = link._world.Now;
            sink.Opened();
            foreach (var message in link._market.LatestOrderEvents(link.ReplayedOrderEvents))
            {
                link.Replayed.Add(message.Number);
                Send(message);
            }
        }

        private void Receive(SentMessage message, long sentAt)
        {
            if (message.Number > 0)
                InFlight--;
            if (_sink is not { } sink || !IsOpen || _isCut)
                return;
            _arrived--;
            link.Delivered++;
            (link.LastDeliveredAt, link.LastSentAt) = (link._world.Now, sentAt);
            sink.Received(message.Text);
            link.AfterDelivery(message);
            if (_arrived == 0 && _sink is not null)
                sink.Waiting();
        }

        private void Close()
        {
            IsOpen = false;
            if (link._current == this)
                link._current = null;
        }
    }
}
