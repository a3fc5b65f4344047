using System.Collections.Immutable;
using System.Text.Json;
using Nexus.Desk.Components;
using Nexus.Desk.ViewModels;

namespace Nexus.Examples.Tests.Desk;

/// <summary>Tests what is sent to the depth chart: a picture of the whole book, in messages that do not grow with the book.</summary>
public sealed class DepthChangesTests
{
    private const int Pixels = 300;

    [TestCase(20)]
    [TestCase(1000)]
    [TestCase(5000)]
    public void The_picture_is_that_of_the_whole_book(int levels)
    {
        var state = Create(levels, seed: 7);

        foreach (var side in new[] { state.Asks, state.Bids })
        {
            DepthPoint[] drawn = [.. DepthChanges.Draw(side, state, Pixels)];

            // In each column of pixels, the greatest sum is the height of the picture there.
            Assert.That(Heights(drawn), Is.EqualTo(Heights(side)));
            Assert.That(drawn, Is.SubsetOf(side), "numbers of the book, none in between");
            Assert.That((drawn[0], drawn[^1]), Is.EqualTo((side[0], side[^1])));
            Assert.That(drawn, Has.Length.LessThanOrEqualTo(Math.Min(levels, Pixels / 2 + 2)));
        }

        Dictionary<int, decimal> Heights(IEnumerable<DepthPoint> points) => points.GroupBy(Column).ToDictionary(static column => column.Key, static column => column.Max(static point => point.Total));

        int Column(DepthPoint point)
        {
            var mid = state.Mid!.Value;
            var reach = Math.Max(state.Asks[^1].Price - mid, mid - state.Bids[^1].Price) * DepthChanges.Margin;
            return (int)((double)(point.Price - mid + reach) * (Pixels / (2 * (double)reach)));
        }
    }

    [Test]
    public void A_message_does_not_grow_with_the_book_and_the_same_picture_is_sent_once()
    {
        var bytes = new List<int>();
        foreach (var levels in new[] { 20, 200, 1000, 5000 })
        {
            var state = Create(levels, seed: 7);
            var whole = JsonSerializer.SerializeToUtf8Bytes(new { asks = Describe(state.Asks), bids = Describe(state.Bids) }).Length;
            var changes = new DepthChanges();
            bytes.Add(JsonSerializer.SerializeToUtf8Bytes(changes.Since(state, Pixels)).Length);
            TestContext.Out.WriteLine(FormattableString.Invariant($"{levels} levels on each side: {bytes[^1]} bytes, {whole} for the whole book"));
            Assert.That(bytes[^1], Is.LessThan(whole));
            Assert.That(changes.Since(Create(levels, seed: 7), Pixels), Is.Null);
        }

        Assert.That(bytes[^1], Is.LessThan(1.2 * bytes[^2]));
        Assert.That(bytes, Is.All.LessThan(Pixels * 35));
    }

    [Test]
    public void A_book_of_one_side_is_sent_and_draws_nothing()
    {
        var state = Create(3, seed: 1) with { Asks = [], Mid = null };
        Assert.That(JsonSerializer.Serialize(new DepthChanges().Since(state, 0)), Does.Contain("\"asks\":\"\""));
    }

    private static IEnumerable<string[]> Describe(ImmutableArray<DepthPoint> side) =>
        side.Select(static point => new[] { Show.Plain(point.Price, 2), Show.Plain(point.Total, 5), Show.Plain(point.Notional, 2) });

    private static DepthState Create(int levels, int seed)
    {
        var random = new Random(seed);
        return new DepthState(Side(1), Side(-1), 61_800m, new Precision(2, 5));

        ImmutableArray<DepthPoint> Side(int sign)
        {
            var points = ImmutableArray.CreateBuilder<DepthPoint>(levels);
            var (price, total, notional) = (61_800m, 0m, 0m);
            for (var i = 0; i < levels; i++)
            {
                price += sign * random.Next(1, 20) * 0.01m;
                var quantity = random.Next(1, 500_000) * 0.00001m;
                (total, notional) = (total + quantity, notional + quantity * price);
                points.Add(new DepthPoint(price, total, notional));
            }

            return points.MoveToImmutable();
        }
    }
}
