using System.Diagnostics.CodeAnalysis;

namespace Nexus.Reactive.Hosting;

/// <summary>The hosted clients, one for each symbol of the settings, in the order of the settings. A symbol that is listed several times has redundant lines.</summary>
public sealed class NexusClients
{
    private readonly NexusClient[] _clients;

    internal NexusClients(NexusClient[] clients) => _clients = clients;

    /// <summary>All clients.</summary>
    public IReadOnlyList<NexusClient> All => _clients;

    /// <summary>The client of a symbol; if the symbol has redundant lines, the first one.</summary>
    /// <exception cref="KeyNotFoundException">The settings do not list the symbol.</exception>
    public NexusClient this[Symbol symbol] =>
        TryGet(symbol, out var client) ? client : throw new KeyNotFoundException($"{symbol} is not one of the hosted symbols: {string.Join(", ", _clients.Select(static client => client.Endpoint.Symbol))}.");

    /// <summary>Gets the client of a symbol; returns false if the settings do not list it.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="client">The client of the symbol; if the symbol has redundant lines, the first one.</param>
    public bool TryGet(Symbol symbol, [MaybeNullWhen(false)] out NexusClient client)
    {
        client = Array.Find(_clients, client => client.Endpoint.Symbol == symbol);
        return client is not null;
    }
}
