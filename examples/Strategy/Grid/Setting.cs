using System.Globalization;

namespace Strategy.Grid;

/// <summary>A parameter that the command line can set: its name, how to change it, and its value for tables and plots, durations in seconds.</summary>
internal sealed record Setting(string Name, Func<IRules, decimal, IRules> With, Func<IRules, decimal> Get, string Unit)
{
    private static readonly Setting[] Breakout =
    [
        Duration<BreakoutRules>("window", static (rules, value) => rules with { Window = value }, static rules => rules.Window),
        Number<BreakoutRules>("width", static (rules, value) => rules with { Width = value }, static rules => rules.Width),
        Number<BreakoutRules>("imbalance", static (rules, value) => rules with { Imbalance = value }, static rules => rules.Imbalance),
        Number<BreakoutRules>("quantity", static (rules, value) => rules with { Quantity = value }, static rules => rules.Quantity),
        Duration<BreakoutRules>("patience", static (rules, value) => rules with { Patience = value }, static rules => rules.Patience),
        Duration<BreakoutRules>("hold", static (rules, value) => rules with { Hold = value }, static rules => rules.Hold),
    ];

    private static readonly Setting[] Maker =
    [
        Number<MarketMakerRules>("half-spread", static (rules, value) => rules with { HalfSpread = value }, static rules => rules.HalfSpread),
        Number<MarketMakerRules>("skew", static (rules, value) => rules with { Skew = value }, static rules => rules.Skew),
        Number<MarketMakerRules>("max-position", static (rules, value) => rules with { MaxPosition = value }, static rules => rules.MaxPosition),
        Number<MarketMakerRules>("quantity", static (rules, value) => rules with { Quantity = value }, static rules => rules.Quantity),
        Number<MarketMakerRules>("requote", static (rules, value) => rules with { Requote = value }, static rules => rules.Requote),
        Number<MarketMakerRules>("price-step", static (rules, value) => rules with { PriceStep = value }, static rules => rules.PriceStep),
    ];

    public static IReadOnlyList<Setting> Of(IRules rules) => rules is BreakoutRules ? Breakout : Maker;

    /// <summary>Reads a value; null if it is not a number above 0, or 0 where that has a meaning.</summary>
    public decimal? Parse(string text)
    {
        var isDuration = Unit.Length > 0;
        var digits = isDuration && text.EndsWith('s') ? text[..^1] : text;
        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value <= 1_000_000 && (value > 0 || Name is "skew" or "width" or "imbalance" or "requote" or "half-spread")
            ? value
            : null;
    }

    private static Setting Number<TRules>(string name, Func<TRules, decimal, TRules> with, Func<TRules, decimal> get)
        where TRules : class, IRules => new(name, (rules, value) => with((TRules)rules, value), rules => get((TRules)rules), "");

    private static Setting Duration<TRules>(string name, Func<TRules, TimeSpan, TRules> with, Func<TRules, TimeSpan> get)
        where TRules : class, IRules => new(name, (rules, value) => with((TRules)rules, TimeSpan.FromSeconds((double)value)), rules => (decimal)get((TRules)rules).TotalSeconds, "s");
}
