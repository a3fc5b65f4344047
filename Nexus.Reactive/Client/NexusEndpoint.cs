using System.Globalization;

namespace Nexus.Reactive;

/// <summary>Where a <see cref="NexusClient"/> connects to: <c>{base address}/{client key}/{symbol}</c>.</summary>
/// <remarks>The client key is a secret: it can be given, but neither read nor printed.</remarks>
public sealed record NexusEndpoint
{
    /// <summary>An endpoint of any server that speaks the exchange's protocol.</summary>
    /// <param name="baseUri">What stands before the key, such as <c>ws://127.0.0.1:9001/ws</c>; a slash at its end makes no difference.</param>
    /// <param name="clientKey">The key that the exchange gave out.</param>
    /// <param name="symbol">The symbol whose messages to receive.</param>
    /// <exception cref="ArgumentException">The address is no absolute <c>ws</c> or <c>wss</c> address, or carries more than a path; the key or the symbol is empty.</exception>
    public NexusEndpoint(Uri baseUri, string clientKey, Symbol symbol)
    {
        ArgumentNullException.ThrowIfNull(baseUri);
        ArgumentException.ThrowIfNullOrWhiteSpace(clientKey);
        if (!baseUri.IsAbsoluteUri || baseUri.Scheme is not ("ws" or "wss"))
            throw new ArgumentException("The base address must be absolute and begin with ws:// or wss://.", nameof(baseUri));
        if (baseUri.UserInfo.Length + baseUri.Query.Length + baseUri.Fragment.Length > 0)
            throw new ArgumentException("The base address must be a host and a path, nothing more.", nameof(baseUri));
        if (symbol == default)
            throw new ArgumentException("A symbol is needed.", nameof(symbol));
        BaseUri = baseUri;
        ClientKey = clientKey;
        Symbol = symbol;
    }

    /// <inheritdoc cref="NexusEndpoint(Uri, string, Symbol)"/>
    public NexusEndpoint(Uri baseUri, string clientKey, string symbol)
        : this(baseUri, clientKey, Symbol.Parse(symbol))
    {
    }

    /// <inheritdoc cref="NexusEndpoint(Uri, string, Symbol)"/>
    public NexusEndpoint(string baseUri, string clientKey, Symbol symbol)
        : this(ParseUri(baseUri), clientKey, symbol)
    {
    }

    /// <inheritdoc cref="NexusEndpoint(Uri, string, Symbol)"/>
    public NexusEndpoint(string baseUri, string clientKey, string symbol)
        : this(ParseUri(baseUri), clientKey, Symbol.Parse(symbol))
    {
    }

    /// <summary>What stands before the key.</summary>
    public Uri BaseUri { get; }

    /// <summary>The symbol whose messages to receive.</summary>
    public Symbol Symbol { get; }

    /// <summary>Whether what is sent, the key in the address included, can be read on the way.</summary>
    internal bool SendsKeyUnencrypted => BaseUri is { Scheme: "ws", IsLoopback: false };

    /// <summary>The whole address. It holds the key: never print it.</summary>
    internal Uri SocketUri => new($"{BaseUri.AbsoluteUri.TrimEnd('/')}/{Uri.EscapeDataString(ClientKey)}/{Uri.EscapeDataString(Symbol.ToString())}");

    // Not public, so that nothing that writes out public properties writes out the key.
    private string ClientKey { get; }

    /// <summary>The exchange itself.</summary>
    public static NexusEndpoint Production(string clientKey, Symbol symbol) => new("wss://nexus.kronostoken.com/ws", clientKey, symbol);

    /// <inheritdoc cref="Production(string, Symbol)"/>
    public static NexusEndpoint Production(string clientKey, string symbol) => Production(clientKey, Symbol.Parse(symbol));

    /// <summary>The exchange's test environment.</summary>
    public static NexusEndpoint Staging(string clientKey, Symbol symbol) => new("wss://staging.nexus.kronostoken.com/ws", clientKey, symbol);

    /// <inheritdoc cref="Staging(string, Symbol)"/>
    public static NexusEndpoint Staging(string clientKey, string symbol) => Staging(clientKey, Symbol.Parse(symbol));

    /// <summary>The address and the symbol, without the key.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{BaseUri} {Symbol}");

    /// <summary>Text from elsewhere, such as an error's or the exchange's own, without the key.</summary>
    internal string WithoutKey(string text) =>
        text.Replace(ClientKey, "***", StringComparison.OrdinalIgnoreCase)
            .Replace(Uri.EscapeDataString(ClientKey), "***", StringComparison.OrdinalIgnoreCase);

    private static Uri ParseUri(string baseUri)
    {
        ArgumentNullException.ThrowIfNull(baseUri);
        return Uri.TryCreate(baseUri, UriKind.Absolute, out var uri)
            ? uri
            : throw new ArgumentException("The base address must be absolute and begin with ws:// or wss://.", nameof(baseUri));
    }
}
