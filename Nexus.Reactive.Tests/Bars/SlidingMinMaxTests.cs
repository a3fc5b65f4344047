using CsCheck;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>Compares the price range of a sliding window with that of a plain list.</summary>
public sealed class SlidingMinMaxTests
{
    // The numbers of trades that arrive and then leave, repeatedly: windows of less than a block, windows of many blocks, and empty windows.
    private static readonly Gen<(int Come, int Leave)[]> Steps =
        Gen.Select(Gen.OneOf(Gen.Int[0, 3], Gen.Int[0, 200]), Gen.OneOf(Gen.Int[0, 3], Gen.Int[0, 200])).Array[1, 20];

    [Test]
    public void The_range_covers_the_trades_in_the_window() => Gen.Select(Steps, Gen.Long[1, 1000].Array[1, 500]).Sample((steps, prices) =>
    {
        var ticks = new SlidingMinMax<long>();
        var model = new Queue<long>();
        var number = 0;
        foreach (var (come, leave) in steps)
        {
            for (var i = 0; i < come; i++)
            {
                var price = prices[number++ % prices.Length];
                ticks.Add(new ScaledTrade<long>(number, price, number, Side.Buy));
                model.Enqueue(price);
                if (!Agree(ticks, model))
                    return false;
            }

            for (var i = 0; i < leave && model.Count > 0; i++)
            {
                ticks.RemoveFirst();
                model.Dequeue();
                if (!Agree(ticks, model))
                    return false;
            }
        }

        return true;
    });

    private static bool Agree(in SlidingMinMax<long> ticks, Queue<long> model) =>
        ticks.Count == model.Count
        && (model.Count == 0 || (ticks.Range.High == model.Max() && ticks.Range.Low == model.Min() && ticks[0].Price == model.Peek()));
}
