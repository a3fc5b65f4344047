using Nexus.Desk.ViewModels;

namespace Nexus.Examples.Tests.Desk;

public sealed class DepthViewModelTests
{
    [Test]
    public void Each_side_is_cumulated_from_the_best_price_outwards()
    {
        using var desk = new DeskHarness();
        using var depth = new DepthViewModel(desk.Market, desk.Screen);

        desk.Book("99x1 100x2 98x0.5 | 103x1 101x4");
        desk.Frame();

        Assert.That(depth.State.Bids, Is.EqualTo(new[] { new DepthPoint(100, 2, 200), new DepthPoint(99, 3, 299), new DepthPoint(98, 3.5m, 348) }));
        Assert.That(depth.State.Asks, Is.EqualTo(new[] { new DepthPoint(101, 4, 404), new DepthPoint(103, 5, 507) }));
        Assert.That(depth.State.Mid, Is.EqualTo(100.5m));
    }

    [Test]
    public void The_price_under_the_pointer_shows_the_cumulative_depth()
    {
        using var desk = new DeskHarness();
        using var depth = new DepthViewModel(desk.Market, desk.Screen);
        Assert.That(depth.State.Find(100), Is.Null, "no book yet");

        desk.Book("99x1 100x2 98x0.5 | 103x1 101x4");
        desk.Frame();

        Assert.That(depth.State.Find(98.5m), Is.EqualTo((BookSide.Bid, new DepthPoint(99, 3, 299))));
        Assert.That(depth.State.Find(1), Is.EqualTo((BookSide.Bid, new DepthPoint(98, 3.5m, 348))));
        Assert.That(depth.State.Find(101), Is.EqualTo((BookSide.Ask, new DepthPoint(101, 4, 404))));
        Assert.That(depth.State.Find(100.7m), Is.Null, "between the best prices");
    }
}
