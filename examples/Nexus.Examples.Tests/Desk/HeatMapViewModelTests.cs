using Nexus.Desk.ViewModels;

namespace Nexus.Examples.Tests.Desk;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HeatMapViewModelTests : IDisposable
{
    private readonly DeskHarness _desk = new();

    public void Dispose() => _desk.Dispose();

    [Test]
    public void A_column_is_the_last_book_of_its_interval_on_the_exchanges_clock()
    {
        using var map = new HeatMapViewModel(_desk.Market, _desk.Screen);

        _desk.Book("100x1 | 101x1", 0.1);
        _desk.Book("100x2 | 101x9", 0.4);
        _desk.Book("100x3 | 101x1", 0.5);
        _desk.Trade("100x1 buy", 2.3);
        _desk.Book("100x4 | 101x1", 2.6);
        _desk.Book("100x5 | 101x1", 3.0);
        _desk.Frame();

        Assert.That(map.State.Columns.Select(column => ((column.Start - DeskHarness.T0).TotalSeconds, column.Book.Bids[0].Quantity)), Is.EqualTo(new[] { (0.0, 2m), (0.5, 3m), (2.5, 4m) }), "an interval without a book has no column");
        Assert.That(map.State.Greatest, Is.EqualTo(9));
        Assert.That(map.State.Columns.Select(column => column.HasGap), Is.All.False);
    }

    [Test]
    public void A_gap_marks_the_columns_around_it()
    {
        using var map = new HeatMapViewModel(_desk.Market, _desk.Screen);

        _desk.Book("100x1 | 101x1", 0.1);
        _desk.Book("100x2 | 101x1", 0.6);
        _desk.Gap();
        _desk.Book("100x3 | 101x1", 5.1);
        _desk.Book("100x4 | 101x1", 5.6);
        _desk.Book("100x5 | 101x1", 6.1);
        _desk.Frame();

        Assert.That(map.State.Columns.Select(column => column.HasGap), Is.EqualTo(new[] { false, true, true, false }));
    }

    [Test]
    public void The_newest_columns_are_kept_also_for_a_screen_that_opens_later()
    {
        using var early = new HeatMapViewModel(_desk.Market, _desk.Screen);
        for (var i = 0; i <= 1000; i++)
        {
            _desk.Book($"100x{i + 1} | 101x1", i * 0.5);
            if (i % 100 == 0)
                _desk.Frame();
        }

        using var late = new HeatMapViewModel(_desk.Market, _desk.Screen);
        _desk.Frame();

        Assert.That(early.State.Columns, Has.Length.EqualTo(HeatMapViewModel.Capacity));
        Assert.That(early.State.Columns[^1].Book.Bids[0].Quantity, Is.EqualTo(1000));
        Assert.That(late.State.Columns, Is.EqualTo(early.State.Columns));
    }
}
