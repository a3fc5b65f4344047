using System.Globalization;
using Nexus.Reactive;

namespace Strategy;

/// <summary>What the strategy wants done.</summary>
/// <param name="At">The exchange's time at which it wants it.</param>
/// <param name="Symbol">What is traded.</param>
public abstract record Signal(DateTimeOffset At, Symbol Symbol)
{
    /// <summary>The signal in one line, the same on every machine.</summary>
    public sealed override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At:HH:mm:ss.fff} {Symbol} {Text}");

    private protected abstract FormattableString Text { get; }
}

/// <summary>A signal that becomes an order.</summary>
/// <param name="At">The exchange's time.</param>
/// <param name="Symbol">What is traded.</param>
/// <param name="Side">The order's side.</param>
/// <param name="Quantity">How much, in the base asset.</param>
/// <param name="Price">The limit, in the quote asset; null takes any price.</param>
public abstract record OrderSignal(DateTimeOffset At, Symbol Symbol, Side Side, decimal Quantity, decimal? Price) : Signal(At, Symbol)
{
    private protected override FormattableString Text => $"{GetType().Name} {Side} {Quantity:0.########}{Price: at 0.########}";
}

/// <summary>Open a position, at a limit price.</summary>
public sealed record Enter(DateTimeOffset At, Symbol Symbol, Side Side, decimal Quantity, decimal? Price) : OrderSignal(At, Symbol, Side, Quantity, Price);

/// <summary>Close a position, at any price.</summary>
public sealed record Exit(DateTimeOffset At, Symbol Symbol, Side Side, decimal Quantity) : OrderSignal(At, Symbol, Side, Quantity, Price: null);

/// <summary>Take back what is left of an order.</summary>
public sealed record Cancel(DateTimeOffset At, Symbol Symbol, long OrderId) : Signal(At, Symbol)
{
    private protected override FormattableString Text => $"Cancel {OrderId}";
}
