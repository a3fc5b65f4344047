using System.Globalization;
using Nexus.Examples;
using Nexus.Reactive.Backtesting;

namespace Strategy;

/// <summary>The options of paper orders.</summary>
internal static class PaperArguments
{
    public static PaperExchangeOptions Read(OptionReader option, PaperExchangeOptions exchange) => option.Name switch
    {
        "--latency" when Latency.Fixed(option.Duration()) is var latency => exchange with { OrderLatency = latency, ResponseLatency = latency },
        "--queue" => exchange with { Queue = ReadQueue(option, option.Text()) },
        _ => exchange with { Fees = ReadFees(option, option.Text()) },
    };

    private static QueueModel ReadQueue(OptionReader option, string text) => text switch
    {
        "risk-averse" => QueueModel.RiskAverse,
        "first" => QueueModel.First,
        "log" => QueueModel.LogProbability,
        _ when text.StartsWith("power:", StringComparison.Ordinal) && OptionReader.TryNumber(text[6..], out var n) && n is > 0 and <= 100 => QueueModel.PowerProbability(n),
        _ => throw option.Fault($"'{text}' is not risk-averse, first, log or power:N"),
    };

    private static FeeSchedule ReadFees(OptionReader option, string text) =>
        text.Split(',') is [var maker, var taker] && ReadPercent(maker) is { } makerFee && ReadPercent(taker) is { } takerFee
            ? new FeeSchedule { Maker = makerFee, Taker = takerFee }
            : throw option.Fault($"'{text}' is not of the form MAKER,TAKER in percent, each from -10 to 10");

    private static decimal? ReadPercent(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value is >= -10 and <= 10
            ? value / 100
            : null;
}
