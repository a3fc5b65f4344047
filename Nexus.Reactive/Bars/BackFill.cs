using System.Collections.Immutable;
using System.Globalization;

namespace Nexus.Reactive;

/// <summary>The trades of one symbol in a period, from another source, such as the exchange's history.</summary>
public sealed class BackFill : IHasSymbol
{
    /// <summary>Creates a back-fill.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="from">The start of the period, inclusive.</param>
    /// <param name="to">The end of the period, exclusive.</param>
    /// <param name="trades">All trades of the symbol whose timestamps are in the period, each once.</param>
    /// <exception cref="ArgumentException">The period is empty, or a trade has another symbol or is outside of the period.</exception>
    public BackFill(Symbol symbol, DateTimeOffset from, DateTimeOffset to, IEnumerable<Trade> trades)
    {
        ArgumentNullException.ThrowIfNull(trades);
        Trade[] given = [.. trades];
        OptionValue.NoNulls(given, nameof(trades));
        if (to <= from)
            throw new ArgumentException("The period must not be empty.", nameof(to));
        ImmutableArray<Trade> sorted = [.. given.OrderBy(static trade => trade.Timestamp)];
        foreach (var trade in sorted)
        {
            if (trade.Symbol != symbol || trade.Timestamp < from || trade.Timestamp >= to)
                throw new ArgumentException($"{trade} is not a trade of {symbol} in the period.", nameof(trades));
        }

        (Symbol, From, To, Trades) = (symbol, from.ToUniversalTime(), to.ToUniversalTime(), sorted);
    }

    /// <summary>The symbol.</summary>
    public Symbol Symbol { get; }

    /// <summary>The start of the period in UTC, inclusive.</summary>
    public DateTimeOffset From { get; }

    /// <summary>The end of the period in UTC, exclusive.</summary>
    public DateTimeOffset To { get; }

    /// <summary>The trades, sorted by time.</summary>
    public ImmutableArray<Trade> Trades { get; }

    /// <summary>Returns the symbol, the period and the number of trades in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"BackFill {Symbol} {PrintableText.Time(From)}/{PrintableText.Time(To)} {Trades.Length} trades");

    /// <summary>Returns the complete bar of a window, or null if the period does not contain the window.</summary>
    internal VwapBar? Fill(VwapBar bar)
    {
        if (bar.Symbol != Symbol || bar.Start < From || bar.End > To)
            return null;
        var sums = default(TradeSums);
        foreach (var trade in Trades)
        {
            if (trade.Timestamp >= bar.Start && trade.Timestamp < bar.End)
                sums.Add(trade);
        }

        return new VwapBar(Symbol, bar.Start.UtcTicks, bar.End.UtcTicks, sums, isComplete: true, hasGap: false);
    }
}
