using System.Globalization;
using Nexus.Reactive;

namespace NexusStrategy;

/// <summary>A signal of the strategy to buy or sell at a price.</summary>
public sealed record Signal(DateTimeOffset At, Symbol Symbol, Side Side, decimal Price)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} {Symbol} {Side} {Price}");
}
