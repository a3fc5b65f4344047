using System.Reactive.Disposables;

namespace Nexus.Reactive;

public sealed partial class NexusFeed
{
    /// <summary>
    /// One feed of several clients' messages, on one clock. Each client decodes its own; gaps stay in their place, each with its symbol.
    /// It completes when every client is disposed, and like any feed it flows from <see cref="Connect"/>.
    /// </summary>
    /// <remarks>
    /// The exchange may send a client's order events on each of its sockets. Those of a symbol are taken from that symbol's own client, or
    /// from the first client where it has none; copies from others are counted in the meter (<c>nexus.order_copies_dropped</c>) and not delivered.
    /// While that client is down the others deliver them, each event once. At its gap follows what the others received and it did not.
    /// The clock is the greatest timestamp over all symbols, so a symbol that lags has its trades in later windows; for bars that do not depend
    /// on each other use a feed a symbol, and merge the bars.
    /// </remarks>
    /// <param name="clients">The clients, usually one a symbol; starting, stopping and disposing them stays with the caller.</param>
    /// <param name="options">Odd timestamps, the end of time, faults; the defaults unless given.</param>
    public static NexusFeed Combine(IEnumerable<NexusClient> clients, NexusFeedOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(clients);
        NexusClient[] all = [.. clients];
        ArgumentOutOfRangeException.ThrowIfZero(all.Length, nameof(clients));
        foreach (var client in all)
            ArgumentNullException.ThrowIfNull(client, nameof(clients));

        return FromSubscribe(input => new Combination(all, input).Subscribe(), options);
    }

    /// <summary>The clients of one combined feed. Each is observed apart: whatever merged them first would push under a lock.</summary>
    private sealed class Combination(NexusClient[] clients, FeedInput target)
    {
        private readonly Dictionary<Symbol, int> _owners = clients.Select(static (client, i) => (client.Endpoint.Symbol, i)).DistinctBy(static own => own.Symbol).ToDictionary();
        private readonly OrderCopies _orders = new(clients.Length);
        private readonly bool[] _isDown = [.. clients.Select(static client => client.CurrentStatus is not (ConnectionStatus.Connected or ConnectionStatus.Stale))];
        private int _open = clients.Length;

        public CompositeDisposable Subscribe() => [.. clients.Select((client, i) => client.Feed.ObserveDeliveries(new Part(this, i, target.CreateSibling())))];

        private Symbol GetSymbol(int client) => clients[client].Endpoint.Symbol;

        // True for what one client alone delivers.
        private bool IsOwn(int client, NexusMessage message)
        {
            if (message is not (OrderUpdate or Transaction) || clients.Length == 1)
                return true;
            var owner = _owners.GetValueOrDefault(((IHasSymbol)message).Symbol, 0);
            if (_orders.TryTake(message, client, owner, Volatile.Read(ref _isDown[owner])))
                return true;
            clients[client].Counters.CountDroppedCopy();
            return false;
        }

        /// <summary>Takes a client's deliveries with their texts and arrival times, so that a recording of the combined feed holds them.</summary>
        private sealed class Part(Combination whole, int client, FeedInput target) : IDeliveryObserver
        {
            public void OnDelivery(in Delivery delivery)
            {
                if (delivery.Message is FeedGap)
                {
                    GoDown();
                    target.Push(delivery);
                    DeliverMissed();
                    return;
                }

                if (whole._isDown[client])
                    Volatile.Write(ref whole._isDown[client], false);
                if (whole.IsOwn(client, delivery.Message))
                    target.Push(delivery);
            }

            public void OnEnd(Exception? error)
            {
                if (error is not null)
                {
                    target.OnError(error);
                    return;
                }

                var wasDown = whole._isDown[client];
                GoDown();

                // For the others the stream goes on, and this client's part of it is missing from here.
                var isLast = Interlocked.Decrement(ref whole._open) == 0;
                if (!isLast && !wasDown)
                    target.OnNext(new FeedGap("the client was disposed", whole.GetSymbol(client)));
                DeliverMissed();
                if (isLast)
                    target.OnCompleted();
            }

            private void GoDown() => Volatile.Write(ref whole._isDown[client], true);

            private void DeliverMissed()
            {
                foreach (var missed in whole._orders.TakeMissed(client))
                    target.OnNext(missed);
            }
        }
    }
}
