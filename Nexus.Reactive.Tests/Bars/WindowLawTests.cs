using CsCheck;
using Nexus.Reactive.Tests.Numbers;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>Compares every kind of window on random trades with bars computed from the plain list with big integers.</summary>
public sealed class WindowLawTests
{
    private static readonly DateTimeOffset Origin = DateTimeOffset.UnixEpoch;

    [Test]
    public void Tumbling_windows_agree_with_the_model() => BigModel.Trades.Sample(trades =>
        Agree(Run((source, scheduler) => source.VwapTumbling(Seconds(1), scheduler), trades), Aligned(trades, Seconds(1), Seconds(1))));

    [Test]
    public void Hopping_windows_agree_with_the_model() => Gen.Select(BigModel.Trades, Gen.Int[1, 12], Gen.Int[1, 12]).Sample((trades, size, hop) =>
        Agree(Run((source, scheduler) => source.VwapHopping(Seconds(size * 0.4), Seconds(hop * 0.4), scheduler), trades), Aligned(trades, Seconds(size * 0.4), Seconds(hop * 0.4))));

    [Test]
    public void Sliding_windows_agree_with_the_model() => Gen.Select(BigModel.Trades, Gen.Int[1, 3000]).Sample((trades, length) =>
        Agree(Run((source, scheduler) => source.VwapSliding(TimeSpan.FromMilliseconds(length), scheduler), trades), Sliding(trades, TimeSpan.FromMilliseconds(length))));

    [Test]
    public void Sliding_windows_agree_with_the_model_at_the_limits_of_fixed_point_numbers() => Gen.Select(BigModel.NarrowTrades, Gen.Int[1, 3000]).Sample((trades, length) =>
        Agree(Run((source, scheduler) => source.VwapSliding(TimeSpan.FromMilliseconds(length), scheduler), trades), Sliding(trades, TimeSpan.FromMilliseconds(length))));

    [Test]
    public void Bars_with_equal_values_have_equal_hashes_in_any_representation() => Gen.OneOf(BigModel.NarrowTrades, BigModel.Trades).Sample(trades =>
        Run((source, scheduler) => source.VwapSliding(Seconds(1), scheduler), trades).All(bar =>
        {
            VwapBar[] others = [bar with { TradeCount = bar.TradeCount }, bar with { Close = bar.Close }];
            return others.All(other => other == bar && bar == other && other.GetHashCode() == bar.GetHashCode() && BigModel.Bar(other) == BigModel.Bar(bar));
        }));

    [TestCase("100", "0", "100", "0.000000000000000001")]
    [TestCase("100", "0", "100", "0.0000000000000000001")]
    [TestCase("100", "0", "100", "0.0000000000000000000000000001")]
    public void A_number_too_fine_for_64_bits_is_added_to_a_sliding_window_of_zeros(string price, string quantity, string nextPrice, string nextQuantity)
    {
        Trade[] trades = [Deal(0, Number(price), Number(quantity)), Deal(0, Number(nextPrice), Number(nextQuantity))];
        Agree(Run((source, scheduler) => source.VwapSliding(Seconds(1), scheduler), trades), Sliding(trades, Seconds(1)));

        static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }

    [TestCase("18446744073709551617", "18446744073709551617")]
    [TestCase("100", "0.00")]
    public void The_first_number_of_a_sliding_window_may_be_of_any_size(string price, string quantity)
    {
        static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        Trade[] trades = [Deal(0, Number(price), Number(quantity)), Deal(0, 100, 1)];
        Agree(Run((source, scheduler) => source.VwapSliding(Seconds(1), scheduler), trades), Sliding(trades, Seconds(1)));
    }

    [Test]
    public void A_finer_number_is_added_to_a_sliding_window_whose_ring_is_full()
    {
        Trade[] trades = [.. Enumerable.Range(1, 32).Select(static i => Deal(0, 100 + i, i)), Deal(0, 100.5m, 0.5m)];
        Agree(Run((source, scheduler) => source.VwapSliding(Seconds(1), scheduler), trades), Sliding(trades, Seconds(1)));
    }

    [Test]
    public void After_many_falling_prices_a_higher_price_replaces_only_the_last_one([Values(20, 32)] int count)
    {
        Trade[] trades =
        [
            .. Enumerable.Range(0, count).Select(static i => Deal(0.01 * i, 200 - i, 1)),
            Deal(0.5, 200.5m - (count - 1), 1),
            .. Enumerable.Range(0, count).Select(static i => Deal(1.005 + (0.01 * i), 1, 1)),
        ];
        Agree(Run((source, scheduler) => source.VwapSliding(Seconds(1), scheduler), trades), Sliding(trades, Seconds(1)));
    }

    [Test]
    public void Windows_with_a_threshold_agree_with_the_model() => Gen.Select(BigModel.Trades, Gen.Int[1, 5], BigModel.Number).Sample((trades, count, size) =>
    {
        Agree(Run((source, scheduler) => source.VwapByCount(count, scheduler), trades), Threshold(trades, _ => 1, count));
        Agree(Run((source, _) => source.VwapByVolume(size), trades), Threshold(trades, trade => BigModel.Units(trade.Quantity), BigModel.Units(size)));
        Agree(Run((source, _) => source.VwapByNotional(size), trades), Threshold(trades, trade => BigModel.Units(trade.Price) * BigModel.Units(trade.Quantity), BigModel.Units(size) * BigModel.Units(1)));
    });

    [Test]
    public void The_bars_of_a_partition_merge_into_the_bars_of_a_coarser_one() => BigModel.Trades.Sample(trades =>
    {
        var fine = Run((source, scheduler) => source.VwapTumbling(Seconds(1), scheduler), trades).Where(bar => bar.TradeCount > 0).ToLookup(bar => bar.Symbol);
        var coarse = Run((source, scheduler) => source.VwapTumbling(Seconds(3), scheduler), trades).Where(bar => bar.TradeCount > 0);
        return coarse.All(bar =>
        {
            var merged = VwapBar.Merge(fine[bar.Symbol].Where(part => part.Start >= bar.Start && part.End <= bar.End));
            return merged with { Start = bar.Start, End = bar.End, IsComplete = bar.IsComplete } == bar;
        });
    });

    [Test]
    public void The_bars_of_any_partition_sum_to_the_bar_of_the_whole() => Gen.Select(BigModel.Trades, Gen.Int[1, 5]).Sample((trades, count) =>
    {
        var whole = Run((source, _) => source.VwapByCount(int.MaxValue), trades).ToDictionary(bar => bar.Symbol);
        var byCount = Run((source, _) => source.VwapByCount(count), trades).GroupBy(bar => bar.Symbol);
        return byCount.All(parts => VwapBar.Merge(parts.Aggregate(VwapBar.Merge)) with { Start = T0, End = T0, IsComplete = true } == whole[parts.Key] with { Start = T0, End = T0, IsComplete = true });
    });

    private static bool Agree(IEnumerable<VwapBar> actual, IEnumerable<string> model)
    {
        Assert.That(actual.Select(BigModel.Bar), Is.EqualTo(model));
        return true;
    }

    private static List<(DateTimeOffset Time, Trade Trade)> Timed(Trade[] trades)
    {
        var now = T0;
        return trades.Select(trade =>
        {
            now = trade.Timestamp > now ? trade.Timestamp : now;
            return (now, trade);
        }).ToList();
    }

    private static List<Symbol> InOrder(Trade[] trades) => trades.Select(trade => trade.Symbol).Distinct().ToList();

    private static IEnumerable<string> Aligned(Trade[] trades, TimeSpan size, TimeSpan hop)
    {
        var timed = Timed(trades);
        if (timed.Count == 0)
            yield break;
        var last = timed[^1].Time;
        for (var start = Origin + (T0 - size - Origin).Ticks / hop.Ticks * hop; start <= last; start += hop)
        {
            foreach (var symbol in InOrder(trades))
            {
                var end = start + size;
                var inside = timed.Where(it => it.Trade.Symbol == symbol && it.Time >= start && it.Time < end).Select(it => it.Trade).ToList();
                var isOpen = end > last;
                if (end > timed.First(it => it.Trade.Symbol == symbol).Time && (!isOpen || inside.Count > 0))
                    yield return BigModel.Bar(symbol, start, end, inside, !isOpen && start >= T0);
            }
        }
    }

    private static IEnumerable<string> Sliding(Trade[] trades, TimeSpan length)
    {
        var timed = Timed(trades);
        if (timed.Count == 0)
            yield break;
        var last = timed[^1].Time;
        var arrivals = timed.Select((it, i) => (it.Time, Order: 1, Arrived: i + 1, Only: (Symbol?)it.Trade.Symbol));
        var leaves = timed.Select(it => it.Time + length).Distinct().Where(time => time <= last).Select(time => (Time: time, Order: 0, Arrived: timed.Count(it => it.Time < time), Only: (Symbol?)null));
        foreach (var (time, _, arrived, only) in arrivals.Concat(leaves).OrderBy(it => it.Time).ThenBy(it => it.Order).ThenBy(it => it.Arrived))
        {
            foreach (var symbol in only is { } one ? [one] : InOrder(trades).Where(symbol => timed.Any(it => it.Trade.Symbol == symbol && it.Time + length == time)).ToArray())
            {
                var inside = timed.Take(arrived).Where(it => it.Trade.Symbol == symbol && it.Time > time - length).Select(it => it.Trade).ToList();
                yield return BigModel.Bar(symbol, time - length, time, inside, time - length >= T0);
            }
        }
    }

    private static IEnumerable<string> Threshold(Trade[] trades, Func<Trade, System.Numerics.BigInteger> measure, System.Numerics.BigInteger threshold)
    {
        var open = InOrder(trades).ToDictionary(symbol => symbol, _ => new List<(DateTimeOffset Time, Trade Trade)>());
        foreach (var timed in Timed(trades))
        {
            var window = open[timed.Trade.Symbol];
            window.Add(timed);
            if (window.Aggregate(System.Numerics.BigInteger.Zero, (sum, it) => sum + measure(it.Trade)) < threshold)
                continue;
            yield return Bar(timed.Trade.Symbol, window, isComplete: true);
            window.Clear();
        }

        foreach (var symbol in InOrder(trades).Where(symbol => open[symbol].Count > 0))
            yield return Bar(symbol, open[symbol], isComplete: false);

        static string Bar(Symbol symbol, List<(DateTimeOffset Time, Trade Trade)> window, bool isComplete) =>
            BigModel.Bar(symbol, window[0].Time, window[^1].Time, [.. window.Select(it => it.Trade)], isComplete);
    }
}
