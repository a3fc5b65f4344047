using System.Reactive.Disposables;

namespace Nexus.Reactive;

/// <summary>The clients of one combined feed. Each client is observed separately, because an operator that merges them first would push under a lock.</summary>
/// <param name="symbols">The clients of each symbol.</param>
/// <param name="target">The input of the combined feed.</param>
internal sealed class Combination(NexusClient[][] symbols, FeedInput target)
{
    private readonly NexusClient[][] _symbols = symbols;
    private readonly Dictionary<Symbol, int> _owners = symbols.Select(static (lines, i) => (lines[0].Endpoint.Symbol, i)).ToDictionary();
    private readonly MessageCopies _orders = new(symbols.Length);
    private readonly bool[] _isDown = [.. symbols.Select(static lines => !Array.Exists(lines, static client => client.CurrentStatus is ConnectionStatus.Connected or ConnectionStatus.Stale))];
    private int _open = symbols.Sum(static lines => lines.Length);

    public CompositeDisposable Subscribe()
    {
        var subscriptions = new CompositeDisposable();
        for (var symbol = 0; symbol < _symbols.Length; symbol++)
        {
            var lines = _symbols[symbol];
            var lineTarget = new LineTarget(this, symbol);
            var merger = lines.Length == 1 ? null : new RedundantLines(lines[0].Endpoint.Symbol, lines.Length, lineTarget);
            for (var line = 0; line < lines.Length; line++)
            {
                var input = target.CreateSibling();
                subscriptions.Add(lines[line].Feed.ObserveDeliveries(merger is null ? new SingleClient(this, symbol, input) : new RedundantClient(this, symbol, line, merger, lineTarget, input)));
            }
        }

        return subscriptions;
    }

    private void SetDown(int symbol, bool isDown)
    {
        if (Volatile.Read(ref _isDown[symbol]) != isDown)
            Volatile.Write(ref _isDown[symbol], isDown);
    }

    // Returns false for an order event that the clients of another symbol deliver.
    private bool IsOwn(int symbol, NexusMessage message)
    {
        if (message is not (OrderUpdate or Transaction) || _symbols.Length == 1)
            return true;
        var owner = _owners.GetValueOrDefault(((IHasSymbol)message).Symbol, 0);
        return _orders.TryTake(message, symbol, owner, in _isDown[owner]);
    }

    // Pushes the order events of a symbol that only the clients of other symbols received.
    private void PostMissedOrders(int symbol, FeedInput input)
    {
        foreach (var (missed, _) in _orders.TakeMissed(symbol))
            input.Post(new FeedTurn(input, FeedTurnKind.Message, missed, null, null));
    }

    private FeedGap CreateEndGap(int symbol) => new("the client was disposed", _symbols[symbol][0].Endpoint.Symbol);

    // Returns true for the last client.
    private bool CountEnd() => Interlocked.Decrement(ref _open) == 0;

    /// <summary>Receives the deliveries of a symbol's only client with their texts and arrival times, so that a recording of the combined feed contains them.</summary>
    private sealed class SingleClient(Combination whole, int symbol, FeedInput input) : IDeliveryObserver
    {
        public void OnDelivery(in Delivery delivery)
        {
            if (delivery.Message is FeedGap)
            {
                whole.SetDown(symbol, true);
                input.Push(delivery);
                whole.PostMissedOrders(symbol, input);
                input.Drain();
                return;
            }

            whole.SetDown(symbol, false);
            if (whole.IsOwn(symbol, delivery.Message))
                input.Push(delivery);
            else
                whole._symbols[symbol][0].Counters.CountDroppedOrderCopy();
        }

        public void OnEnd(Exception? error)
        {
            if (error is not null)
            {
                input.OnError(error);
                return;
            }

            var wasDown = whole._isDown[symbol];
            whole.SetDown(symbol, true);

            // The stream continues for the other clients, and the messages of this client are missing from here on.
            var isLast = whole.CountEnd();
            if (!isLast && !wasDown)
                input.OnNext(whole.CreateEndGap(symbol));
            whole.PostMissedOrders(symbol, input);
            if (isLast)
                input.PostEnd(null);
            input.Drain();
        }
    }

    /// <summary>Receives the deliveries of one of the clients of a symbol.</summary>
    private sealed class RedundantClient(Combination whole, int symbol, int line, RedundantLines lines, LineTarget lineTarget, FeedInput input) : IDeliveryObserver
    {
        public void OnDelivery(in Delivery delivery)
        {
            switch (delivery.Message)
            {
                case FeedGap:
                    lines.OnCut(line, input.CreateTurn(delivery), isLast: false);
                    input.Drain();
                    break;
                case FeedResumed:
                    // The first message has the same meaning.
                    break;
                default:
                    if (!lines.TryReceive(line, input, delivery))
                        whole._symbols[symbol][line].Counters.CountDroppedLineCopy();
                    lineTarget.CountDroppedOrderCopies();
                    input.Drain();
                    input.WaitForRoom();
                    lines.OnReturned(line);
                    break;
            }
        }

        public void OnEnd(Exception? error)
        {
            if (error is not null)
            {
                input.OnError(error);
                return;
            }

            var isLast = whole.CountEnd();
            lines.OnCut(line, new FeedTurn(input, FeedTurnKind.Message, whole.CreateEndGap(symbol), null, null), isLast);
            if (isLast)
                input.PostEnd(null);
            input.Drain();
        }
    }

    /// <summary>Receives the messages that the lines of a symbol deliver together.</summary>
    private sealed class LineTarget(Combination whole, int symbol) : ILineTarget
    {
        private int _droppedOrderCopies;

        public void Post(in FeedTurn turn)
        {
            whole.SetDown(symbol, false);
            if (whole.IsOwn(symbol, (NexusMessage)turn.Payload!))
                turn.Input.Post(turn);
            else
                Interlocked.Increment(ref _droppedOrderCopies);
        }

        /// <summary>Updates the meter outside the lock, because its listeners belong to the application.</summary>
        public void CountDroppedOrderCopies()
        {
            for (var count = Interlocked.Exchange(ref _droppedOrderCopies, 0); count > 0; count--)
                whole._symbols[symbol][0].Counters.CountDroppedOrderCopy();
        }

        public void PostGap(in FeedTurn? gap, FeedInput input)
        {
            whole.SetDown(symbol, true);
            if (gap is { } turn)
                input.Post(turn);
            whole.PostMissedOrders(symbol, input);
        }
    }
}
