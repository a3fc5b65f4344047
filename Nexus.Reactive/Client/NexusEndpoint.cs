using System.Globalization;

namespace Nexus.Reactive;

/// <summary>The address of a <see cref="NexusClient"/>: <c>{base address}/{client key}/{symbol}</c>.</summary>
/// <remarks>The client key is a secret: it can be set, but neither read nor printed.</remarks>
public sealed record NexusEndpoint
{
    /// <summary>Creates the endpoint of any server that speaks the exchange's protocol.</summary>
    /// <param name="baseUri">The part of the address before the key, such as <c>ws://127.0.0.1:9001/ws</c>, with or without a slash at its end.</param>
    /// <param name="clientKey">The key that the exchange issued.</param>
    /// <param name="symbol">The symbol whose messages to receive.</param>
    /// <exception cref="ArgumentException">
    /// The address is not an absolute <c>ws</c> or <c>wss</c> address or has more than a host and a path, or it contains the symbol; the key is empty, <c>.</c> or <c>..</c>; the symbol is empty.
    /// </exception>
    public NexusEndpoint(Uri baseUri, string clientKey, Symbol symbol)
    {
        ArgumentNullException.ThrowIfNull(baseUri);
        ArgumentException.ThrowIfNullOrWhiteSpace(clientKey);

        // Dots cannot be escaped in a path, so the address would lose the segment.
        if (clientKey is "." or "..")
            throw new ArgumentException("The key must not be a dot segment.", nameof(clientKey));
        if (!baseUri.IsAbsoluteUri || baseUri.Scheme is not ("ws" or "wss"))
            throw new ArgumentException("The base address must be absolute and begin with ws:// or wss://.", nameof(baseUri));
        if (baseUri.UserInfo.Length + baseUri.Query.Length + baseUri.Fragment.Length > 0)
            throw new ArgumentException("The base address must have only a host and a path.", nameof(baseUri));
        if (symbol == default)
            throw new ArgumentException("The symbol must not be empty.", nameof(symbol));
        if (baseUri.Segments[^1].TrimEnd('/') == symbol.ToString())
            throw new ArgumentException("The base address must end before the key and the symbol, such as wss://host/ws.", nameof(baseUri));
        BaseUri = baseUri;
        ClientKey = clientKey;
        Symbol = symbol;
    }

    /// <inheritdoc cref="NexusEndpoint(Uri, string, Symbol)"/>
    public NexusEndpoint(Uri baseUri, string clientKey, string symbol)
        : this(baseUri, clientKey, ParseSymbol(symbol))
    {
    }

    /// <inheritdoc cref="NexusEndpoint(Uri, string, Symbol)"/>
    public NexusEndpoint(string baseUri, string clientKey, Symbol symbol)
        : this(ParseUri(baseUri), clientKey, symbol)
    {
    }

    /// <inheritdoc cref="NexusEndpoint(Uri, string, Symbol)"/>
    public NexusEndpoint(string baseUri, string clientKey, string symbol)
        : this(ParseUri(baseUri), clientKey, ParseSymbol(symbol))
    {
    }

    /// <summary>The part of the address before the key.</summary>
    public Uri BaseUri { get; }

    /// <summary>The symbol whose messages to receive.</summary>
    public Symbol Symbol { get; }

    /// <summary>Whether others on the network path can read the messages and the key.</summary>
    internal bool SendsKeyUnencrypted => BaseUri is { Scheme: "ws", IsLoopback: false };

    /// <summary>The complete address. It contains the key, so never print it.</summary>
    internal Uri SocketUri => new($"{BaseUri.AbsoluteUri.TrimEnd('/')}/{Uri.EscapeDataString(ClientKey)}/{Uri.EscapeDataString(Symbol.ToString())}");

    // Private, so that code that prints or serializes public properties does not reveal the key.
    private string ClientKey { get; }

    /// <summary>Creates the endpoint of the exchange.</summary>
    public static NexusEndpoint Production(string clientKey, Symbol symbol) => new("wss://nexus.kronostoken.com/ws", clientKey, symbol);

    /// <inheritdoc cref="Production(string, Symbol)"/>
    public static NexusEndpoint Production(string clientKey, string symbol) => Production(clientKey, ParseSymbol(symbol));

    /// <summary>Creates the endpoint of the exchange's test environment.</summary>
    public static NexusEndpoint Staging(string clientKey, Symbol symbol) => new("wss://staging.nexus.kronostoken.com/ws", clientKey, symbol);

    /// <inheritdoc cref="Staging(string, Symbol)"/>
    public static NexusEndpoint Staging(string clientKey, string symbol) => Staging(clientKey, ParseSymbol(symbol));

    /// <summary>Returns the base address and the symbol, without the key, even if the base address contains it by mistake.</summary>
    public override string ToString() => Clean(string.Create(CultureInfo.InvariantCulture, $"{BaseUri} {Symbol}"));

    /// <summary>Converts external text to one printable line without the key and without credentials.</summary>
    internal string Clean(string text) => new SecretFilter(ClientKey).Clean(text);

    private static Symbol ParseSymbol(string symbol)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        return Symbol.Parse(symbol);
    }

    private static Uri ParseUri(string baseUri)
    {
        ArgumentNullException.ThrowIfNull(baseUri);
        return Uri.TryCreate(baseUri, UriKind.Absolute, out var uri)
            ? uri
            : throw new ArgumentException("The base address must be absolute and begin with ws:// or wss://.", nameof(baseUri));
    }
}
