namespace Nexus.Reactive;

/// <summary><c>TRADE</c>: one trade of the market.</summary>
/// <param name="Symbol">What was traded.</param>
/// <param name="Timestamp">The exchange's time, whole milliseconds, UTC.</param>
/// <param name="Price">In the symbol's quote asset, above 0.</param>
/// <param name="Quantity">In the symbol's base asset, 0 or above.</param>
/// <param name="Side">The taker's side.</param>
public sealed record Trade(Symbol Symbol, DateTimeOffset Timestamp, decimal Price, decimal Quantity, Side Side) : NexusMessage, IHasSymbol, IHasTimestamp
{
    internal override MessageKind Kind => MessageKind.Trade;
}
