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
        private readonly Dictionary<Symbol, NexusClient> _owners = clients.DistinctBy(Symbol).ToDictionary(Symbol);
        private int _open = clients.Length;

        public CompositeDisposable Subscribe() => [.. clients.Select(client => client.Feed.Subscribe(new Part(this, client, target.CreateSibling())))];

        private static Symbol Symbol(NexusClient client) => client.Endpoint.Symbol;

        private bool IsOwn(NexusClient client, NexusMessage message) =>
            message is not (OrderUpdate or Transaction) || client == _owners.GetValueOrDefault(((IHasSymbol)message).Symbol, clients[0]);

        private sealed class Part(Combination whole, NexusClient client, FeedInput target) : IObserver<NexusMessage>
        {
            public void OnNext(NexusMessage value)
            {
                if (whole.IsOwn(client, value))
                    target.OnNext(value);
                else
                    client.Counters.CountDroppedCopy();
            }

            public void OnError(Exception error) => target.OnError(error);

            public void OnCompleted()
            {
                if (Interlocked.Decrement(ref whole._open) == 0)
                    target.OnCompleted();
            }
        }
    }
}
