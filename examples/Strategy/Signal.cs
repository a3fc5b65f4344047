using System.Globalization;
using Nexus.Reactive;

namespace Strategy;

/// <summary>An action that the strategy requests.</summary>
/// <param name="At">The exchange's time.</param>
/// <param name="Symbol">The traded symbol.</param>
public abstract record Signal(DateTimeOffset At, Symbol Symbol)
{
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
    private protected override FormattableString Text => $"{GetType().Name} {Side} {Quantity:0.########}{Price: at 0.########}";
}

/// <summary>Opens a position at a limit price.</summary>
public sealed record Enter(DateTimeOffset At, Symbol Symbol, Side Side, decimal Quantity, decimal? Price) : OrderSignal(At, Symbol, Side, Quantity, Price);

/// <summary>Closes a position at any price.</summary>
public sealed record Exit(DateTimeOffset At, Symbol Symbol, Side Side, decimal Quantity) : OrderSignal(At, Symbol, Side, Quantity, Price: null);

/// <summary>Cancels the rest of an order.</summary>
public sealed record Cancel(DateTimeOffset At, Symbol Symbol, long OrderId) : Signal(At, Symbol)
{
    private protected override FormattableString Text => $"Cancel {OrderId}";
}
