using Websocket.Client;

namespace Nexus.Reactive;

public static partial class NexusObservable
{
    /// <summary>Creates a feed of the messages of a Websocket.Client that the application owns.</summary>
    /// <remarks>
    /// <para>
    /// Connect the feed before you start the client; otherwise its first messages are missed. The client uses its own reconnection, timeouts and backoff. When
    /// it loses its connection, the feed delivers a <see cref="FeedGap"/> of the symbol, and a <see cref="FeedResumed"/> before the first message of the next
    /// connection. The feed completes when the client is disposed.
    /// </para>
    /// <para>
    /// Keep <see cref="IWebsocketClient.ReconnectTimeout"/> set: without it, Websocket.Client can miss a connection that is lost immediately after it opens. A slow
    /// subscriber slows down the client's reading. An exception of a subscriber does not reach the client; see <see cref="NexusFeed.SubscriberFaults"/>.
    /// </para>
    /// </remarks>
    /// <param name="client">The client. The caller starts, stops and disposes it.</param>
    /// <param name="symbol">The symbol that the client receives.</param>
    /// <param name="options">The options of the feed; null for the defaults.</param>
    /// <returns>The feed, not yet connected.</returns>
    /// <exception cref="ArgumentException">The symbol is empty.</exception>
    public static NexusFeed ToNexusFeed(this IWebsocketClient client, Symbol symbol, NexusFeedOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (symbol == default)
            throw new ArgumentException("The symbol must not be empty.", nameof(symbol));
        return NexusFeed.FromSubscribe(input => new WebsocketClientSource(client, symbol, input).Subscribe(), options);
    }
}
