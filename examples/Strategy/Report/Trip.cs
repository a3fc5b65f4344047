using Nexus.Reactive;

namespace Strategy.Report;

/// <summary>One position, from its first fill, with its entries and exits.</summary>
public sealed record Trip(DateTimeOffset From, Side Side)
{
    public DateTimeOffset To { get; private init; }

    public decimal Entered { get; private init; }

    public decimal Left { get; private init; }

    public decimal? EntryPrice => Entered == 0 ? null : Cost / Entered;

    public decimal? ExitPrice => Left == 0 ? null : Proceeds / Left;

    public bool IsFlat => Entered == Left;

    /// <summary>The profit of the closed part, in the quote asset.</summary>
    public decimal? Profit => (ExitPrice - EntryPrice) * Left * (Side == Side.Buy ? 1 : -1);

    private decimal Cost { get; init; }

    private decimal Proceeds { get; init; }

    internal Trip With(DateTimeOffset at, Side side, decimal filled, decimal money) => side == Side
        ? this with { To = at, Entered = Entered + filled, Cost = Cost + money }
        : this with { To = at, Left = Left + filled, Proceeds = Proceeds + money };
}
