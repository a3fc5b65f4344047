namespace Nexus.Reactive;

public sealed partial class NexusFeed
{
    /// <summary>
    /// One feed of several clients' messages, on one clock. Each client decodes its own; gaps stay in their place, each with its symbol.
    /// It completes when every client is disposed, and like any feed it flows from <see cref="Connect"/>.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Several clients of one symbol are redundant lines. The first arrival of each message is delivered, in the exchange's order; what the exchange
    /// sends several times is delivered as often. A gap is delivered only if every line is away, with the reason of the last one. A line that reconnects
    /// contributes from its second message on that another line also receives; until then its messages wait. The lines must carry the same texts, except
    /// pings: those of every line are delivered. A line may be up to 8,192 messages behind; one further behind contributes again when it has caught up.
    /// A symbol with redundant lines takes about 1 MB, and up to 4,096 messages for each line that reconnects.
    /// </para>
    /// <para>
    /// The exchange may send a client's order events on each of its sockets. Those of a symbol are taken from that symbol's own clients, or
    /// from those of the first symbol where it has none; copies from others are counted in the meter (<c>nexus.order_copies_dropped</c>) and not delivered.
    /// While those clients are down the others deliver them, each event once. At the gap follows what the others received and they did not.
    /// </para>
    /// <para>
    /// The clock is the greatest timestamp over all symbols, so a symbol that lags has its trades in later windows; for bars that do not depend
    /// on each other use a feed a symbol, and merge the bars.
    /// </para>
    /// </remarks>
    /// <param name="clients">The clients, one or more a symbol; starting, stopping and disposing them stays with the caller.</param>
    /// <param name="options">Odd timestamps, the end of time, faults; the defaults unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no client, or there are more than 64 of one symbol.</exception>
    public static NexusFeed Combine(IEnumerable<NexusClient> clients, NexusFeedOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(clients);
        NexusClient[] all = [.. clients];
        ArgumentOutOfRangeException.ThrowIfZero(all.Length, nameof(clients));
        foreach (var client in all)
            ArgumentNullException.ThrowIfNull(client, nameof(clients));
        NexusClient[][] symbols = [.. all.Distinct().GroupBy(static client => client.Endpoint.Symbol, static (_, lines) => lines.ToArray())];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(symbols.Max(static lines => lines.Length), RedundantLines.MaxLines, nameof(clients));

        return FromSubscribe(input => new Combination(symbols, input).Subscribe(), options);
    }
}
