namespace Nexus.Simulator.Flow;

/// <summary>A traded instrument: its start price, and the steps of its prices and quantities.</summary>
public sealed record Instrument(string Symbol, decimal StartPrice, decimal Tick, decimal Lot)
{
    /// <summary>Well-known base assets start near a realistic price, and others near a price that is derived from their names.</summary>
    public static Instrument Of(string symbol)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        return symbol.Split('_').ElementAtOrDefault(1) switch
        {
            "BTC" => new Instrument(symbol, 61_800m, 0.1m, 0.0001m),
            "ETH" => new Instrument(symbol, 2_650m, 0.01m, 0.001m),
            "SOL" => new Instrument(symbol, 148m, 0.01m, 0.01m),
            _ => new Instrument(symbol, 1 + Hash(symbol) % 10_000 / 100m, 0.001m, 0.1m),
        };
    }

    /// <summary>Returns the FNV-1a hash, which, unlike <see cref="string.GetHashCode()"/>, is the same in every process.</summary>
    internal static uint Hash(string text)
    {
        var hash = 2166136261;
        foreach (var c in text)
            hash = (hash ^ c) * 16777619;
        return hash;
    }
}
