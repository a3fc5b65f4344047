using Nexus.Desk.ViewModels;

namespace Nexus.Examples.Tests.Desk;

public sealed class DepthViewModelTests
{
    [Test]
    public void Each_side_is_cumulated_from_the_best_price_outwards()
    {
        using var desk = new DeskHarness();
        using var depth = new DepthViewModel(desk.Market.Books, desk.Screen);

        desk.Book("99x1 100x2 98x0.5 | 103x1 101x4");
        desk.Frame();

        Assert.That(depth.State.Bids, Is.EqualTo(new[] { new DepthPoint(100, 2), new DepthPoint(99, 3), new DepthPoint(98, 3.5m) }));
        Assert.That(depth.State.Asks, Is.EqualTo(new[] { new DepthPoint(101, 4), new DepthPoint(103, 5) }));
        Assert.That(depth.State.Mid, Is.EqualTo(100.5m));
    }
}
