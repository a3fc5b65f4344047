using System.Globalization;
using Nexus.Reactive;

namespace Strategy;

/// <summary>An action that the strategy requests.</summary>
/// <param name="At">The exchange's time.</param>
/// <param name="Symbol">The traded symbol.</param>
public abstract record Signal(DateTimeOffset At, Symbol Symbol)
{
    /// <summary>Requests the action from a gateway.</summary>
    public abstract Task SendTo(IOrderGateway gateway, CancellationToken cancellationToken);

    /// <summary>Returns the signal in one culture-independent line.</summary>
    public sealed override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At:HH:mm:ss.fff} {Symbol} {Text}");

    private protected abstract FormattableString Text { get; }
}

/// <summary>A signal that becomes an order.</summary>
/// <param name="At">The exchange's time.</param>
/// <param name="Symbol">The traded symbol.</param>
/// <param name="Side">The order's side.</param>
/// <param name="Quantity">The quantity in the base asset.</param>
/// <param name="Price">The limit in the quote asset; null accepts any price.</param>
public abstract record OrderSignal(DateTimeOffset At, Symbol Symbol, Side Side, decimal Quantity, decimal? Price) : Signal(At, Symbol)
{
    public sealed override Task SendTo(IOrderGateway gateway, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        return gateway.PlaceAsync(new OrderRequest { Symbol = Symbol, Side = Side, Type = Type, Quantity = Quantity, Price = Price }, cancellationToken);
    }

    private protected abstract OrderType Type { get; }

    private protected override FormattableString Text => $"{GetType().Name} {Side} {Quantity:0.########}{Price: at 0.########}";
}

/// <summary>Opens a position at a limit price.</summary>
public sealed record Enter(DateTimeOffset At, Symbol Symbol, Side Side, decimal Quantity, decimal? Price) : OrderSignal(At, Symbol, Side, Quantity, Price)
{
    private protected override OrderType Type => Price is null ? OrderType.Market : OrderType.Limit;
}

/// <summary>Closes a position at any price.</summary>
public sealed record Exit(DateTimeOffset At, Symbol Symbol, Side Side, decimal Quantity) : OrderSignal(At, Symbol, Side, Quantity, Price: null)
{
    private protected override OrderType Type => OrderType.Market;
}

/// <summary>Offers to buy or to sell at a price, without taking.</summary>
public sealed record Quote(DateTimeOffset At, Symbol Symbol, Side Side, decimal Quantity, decimal? Price) : OrderSignal(At, Symbol, Side, Quantity, Price)
{
    private protected override OrderType Type => OrderType.PostOnly;
}

/// <summary>Cancels the rest of an order.</summary>
public sealed record Cancel(DateTimeOffset At, Symbol Symbol, long OrderId) : Signal(At, Symbol)
{
    public override Task SendTo(IOrderGateway gateway, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        return gateway.CancelAsync(Symbol, OrderId, cancellationToken);
    }

    private protected override FormattableString Text => $"Cancel {OrderId}";
}
