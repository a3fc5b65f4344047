using Nexus.Desk.ViewModels;

namespace Nexus.Examples.Tests.Desk;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LadderGroupingTests : IDisposable
{
    private readonly DeskHarness _desk = new();
    private readonly LadderViewModel _ladder;

    public LadderGroupingTests() => _ladder = new LadderViewModel(_desk.Market, _desk.Screen, depth: 5);

    public void Dispose()
    {
        _ladder.Dispose();
        _desk.Dispose();
    }

    [Test]
    public void Levels_are_grouped_to_the_selected_step_and_back()
    {
        Show("100.4x1 100.1x2 99.9x4 | 100.5x8 101x16 101.2x32");
        Assert.That(_ladder.State.Steps.Take(3), Is.EqualTo(new[] { 0.1m, 0.5m, 1m }));

        _ladder.Select(1);
        Assert.That(Rows(_ladder.State.Bids), Is.EqualTo(new[] { (100m, 3m), (99m, 4m) }), "bids are rounded down");
        Assert.That(Rows(_ladder.State.Asks), Is.EqualTo(new[] { (101m, 24m), (102m, 32m) }), "asks are rounded up");
        Assert.That((_ladder.State.Mid, _ladder.State.Spread), Is.EqualTo((100.45m, 0.1m)), "of the exchange's book");

        _ladder.Select(null);
        Assert.That(_ladder.State.Bids, Has.Length.EqualTo(3));
        Assert.That(_ladder.State.Bids.Select(row => row.Flash.Kind), Is.All.EqualTo(FlashKind.None), "another grouping is not a change of the market");
    }

    [Test]
    public void A_group_lights_up_when_its_sum_changes()
    {
        Show("100.4x1 100.1x2 | 101x16");
        _ladder.Select(1);
        Show("100.4x2 100.1x1 | 101x16");
        Assert.That(_ladder.State.Bids[0].Flash.Kind, Is.EqualTo(FlashKind.None), "the sum is the same");
        Show("100.4x2 100.1x2 | 101x16");
        Assert.That(_ladder.State.Bids[0].Flash.Kind, Is.EqualTo(FlashKind.Grown));
    }

    [Test]
    public void Notional_is_cumulated_like_the_quantity()
    {
        Show("100x1 99x2 | 101x1 103x0.5");
        Assert.That(_ladder.State.Bids.Select(row => row.Notional), Is.EqualTo(new[] { 100m, 298m }));
        Assert.That(_ladder.State.Asks.Select(row => row.Notional), Is.EqualTo(new[] { 101m, 152.5m }));
    }

    [Test]
    public void The_volume_of_the_day_is_shown_at_its_price_and_in_its_group()
    {
        _desk.Trade("100.4x1 buy", 0.1);
        _desk.Trade("100.1x2 sell", 0.2);
        _desk.Trade("100.4x4 sell", 5);
        _desk.Book("100.4x1 100.1x2 | 100.5x1", 6.5);
        _desk.Frame();
        Assert.That(_ladder.State.Bids.Select(row => row.Traded), Is.EqualTo(new[] { 5m, 2m }));
        Assert.That(_ladder.State.GreatestTraded, Is.EqualTo(5));

        _ladder.Select(1);
        Assert.That(_ladder.State.Bids.Select(row => row.Traded), Is.EqualTo(new[] { 7m }));
        Assert.That(_ladder.State.Asks.Select(row => row.Traded), Is.EqualTo(new[] { 7m }), "101 stands for prices above 100");

        for (var hour = 0.5; hour <= 12; hour += 0.5)
            _desk.Book("100.4x1 100.1x2 | 100.5x1", hour * 3600);
        _desk.Trade("100.4x1 buy", 12 * 3600 + 1);
        _desk.Book("100.4x1 100.1x2 | 100.5x1", 12 * 3600 + 3);
        _desk.Frame();
        Assert.That(_ladder.State.Bids[0].Traded, Is.EqualTo(1), "the next day starts at 0");
    }

    [Test]
    public void Own_orders_are_a_part_of_their_level()
    {
        Show("100.4x9 100.1x9 | 100.5x9");
        _desk.Order("100.4x2 buy", OrderStatus.New, id: 1);
        _desk.Order("100.4x1 buy", OrderStatus.New, id: 2);
        _desk.Order("100.5x4 sell", OrderStatus.New, id: 3);
        _desk.Fill("100.4x0.5 buy", id: 1, orderId: 1);
        _desk.Frame();
        Assert.That(_ladder.State.Bids.Select(row => row.Own), Is.EqualTo(new[] { 2.5m, 0m }));
        Assert.That(_ladder.State.Asks.Select(row => row.Own), Is.EqualTo(new[] { 4m }));

        _ladder.Select(1);
        Assert.That((_ladder.State.Bids[0].Own, _ladder.State.Asks[0].Own), Is.EqualTo((2.5m, 4m)));
    }

    private static IEnumerable<(decimal, decimal)> Rows(IEnumerable<LadderRow> rows) => rows.Select(static row => (row.Price, row.Quantity));

    private void Show(string levels)
    {
        _desk.Book(levels);
        _desk.Frame();
    }
}
