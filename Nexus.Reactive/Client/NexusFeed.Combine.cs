namespace Nexus.Reactive;

public sealed partial class NexusFeed
{
    /// <summary>Combines the messages of several clients with the default options; see <see cref="Combine(IEnumerable{NexusClient}, NexusFeedOptions)"/>.</summary>
    /// <param name="clients">The clients, one or more for each symbol. The caller starts, stops and disposes them.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no client, or there are more than 64 of one symbol.</exception>
    public static NexusFeed Combine(params IEnumerable<NexusClient> clients) => Combine(clients, options: null);

    /// <summary>
    /// Combines the messages of several clients in one feed with one clock. Each client decodes its own messages. Gaps keep their positions and their symbols.
    /// The feed completes when every client is disposed. Like any feed, it starts with <see cref="Connect"/>.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Several clients of one symbol are redundant lines. The first arrival of each message is delivered, in the exchange's order. A message that the
    /// exchange sends several times is delivered as many times. A gap is delivered only if every line is disconnected, with the reason of the last one. A
    /// line that reconnects contributes from its second message on that another line also receives; until then, its messages wait. The lines must receive
    /// the same texts, except pings: those of every line are delivered. A line may be up to 8,192 messages behind; a line that is further behind contributes
    /// again when it has caught up. A symbol with redundant lines uses about 1 MB, and up to 4,096 messages for each line that reconnects.
    /// </para>
    /// <para>
    /// The exchange may send a client's order events on each of its sockets. The order events of a symbol are taken from the symbol's own clients, or from
    /// those of the first symbol if it has none. Copies from others are counted in the meter (<c>nexus.order_copies_dropped</c>) and not delivered. While
    /// the symbol's clients are disconnected, the others deliver its events, each event once. The events that only the others received follow the gap.
    /// </para>
    /// <para>
    /// The clock is the greatest timestamp of all symbols, so the trades of a symbol that lags are in later windows. For bars that do not depend on each
    /// other, use one feed for each symbol and merge the bars.
    /// </para>
    /// </remarks>
    /// <param name="clients">The clients, one or more for each symbol. The caller starts, stops and disposes them.</param>
    /// <param name="options">Options for implausible timestamps, the end of the source, and faults. If null, the defaults are used.</param>
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
