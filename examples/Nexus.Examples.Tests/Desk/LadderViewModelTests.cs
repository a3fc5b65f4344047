using Nexus.Desk.ViewModels;

namespace Nexus.Examples.Tests.Desk;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LadderViewModelTests : IDisposable
{
    private readonly DeskHarness _desk = new();
    private readonly LadderViewModel _ladder;
    private int _changes;

    public LadderViewModelTests()
    {
        _ladder = new LadderViewModel(_desk.Market, _desk.Screen, depth: 2);
        _ladder.PropertyChanged += (_, _) => _changes++;
    }

    public void Dispose()
    {
        _ladder.Dispose();
        _desk.Dispose();
    }

    [Test]
    public void The_ladder_shows_the_best_levels_with_their_totals()
    {
        Show("100.5x2 100x1 99x7 | 101x4 102x1.25");

        Assert.That(_ladder.State.Bids.Select(row => (row.Price, row.Quantity, row.Total)), Is.EqualTo(new[] { (100.5m, 2m, 2m), (100m, 1m, 3m) }));
        Assert.That(_ladder.State.Asks.Select(row => (row.Price, row.Quantity, row.Total)), Is.EqualTo(new[] { (101m, 4m, 4m), (102m, 1.25m, 5.25m) }));
        Assert.That(_ladder.State.Asks[1].Share, Is.EqualTo(1), "the greatest total fills its row");
        Assert.That(_ladder.State.Bids[1].Share, Is.EqualTo(3 / 5.25).Within(1e-9));
        Assert.That((_ladder.State.Mid, _ladder.State.Spread), Is.EqualTo((100.75m, 0.5m)));
        Assert.That(_ladder.State.Precision, Is.EqualTo(new Precision(1, 2)));
    }

    [Test]
    public void The_first_book_highlights_nothing()
    {
        Show("100x2 | 101x4");

        Assert.That(Kinds(), Is.All.EqualTo(FlashKind.None));
    }

    [Test]
    public void A_diff_highlights_the_levels_that_it_changes()
    {
        Show("100x2 99x1 | 101x4 102x1");
        Show("100x3 98x1 | 101x1 102x1");

        Assert.That(Kinds(), Is.EqualTo(new[] { FlashKind.Shrunk, FlashKind.None, FlashKind.Grown, FlashKind.Added }));
    }

    [Test]
    public void A_level_that_changes_again_restarts_its_flash_and_other_flashes_fade()
    {
        Show("100x2 | 101x4");
        Show("100x3 | 101x5");
        var first = _ladder.State.Bids[0].Flash;
        Show("100x4 | 101x5");

        Assert.That(_ladder.State.Bids[0].Flash, Is.EqualTo(new Flash(FlashKind.Grown, first.Beat + 1)));
        Assert.That(_ladder.State.Asks[0].Flash.Kind, Is.EqualTo(FlashKind.Grown), "still lit");

        _desk.Wait(LadderViewModel.Glow.TotalMilliseconds);
        Show("100x5 | 101x5");

        Assert.That(_ladder.State.Asks[0].Flash.Kind, Is.EqualTo(FlashKind.None));
    }

    [Test]
    public void An_equal_book_changes_nothing()
    {
        Show("100x2 | 101x4");
        var shown = _ladder.State;
        _changes = 0;
        Show("100x2 | 101x4");

        Assert.That(_ladder.State, Is.SameAs(shown));
        Assert.That(_changes, Is.Zero);
    }

    [Test]
    public void Any_number_of_books_draws_twenty_frames_per_second_and_ends_with_the_last_book()
    {
        for (var i = 1; i <= 1000; i++)
        {
            _desk.Book($"100x{i} | 101x4");
            _desk.Wait(1);
        }

        _desk.Frame();

        Assert.That(_changes, Is.InRange(19, 22));
        Assert.That(_ladder.State.Bids[0].Quantity, Is.EqualTo(1000));
    }

    [Test]
    public void One_sided_and_empty_books_are_shown()
    {
        Show("100x2 | 101x4");
        Show("100x2 |");
        Assert.That((_ladder.State.Asks.Length, _ladder.State.Mid), Is.EqualTo((0, (decimal?)null)));
        Show("|");
        Assert.That(_ladder.State.Bids, Is.Empty);
    }

    private void Show(string levels)
    {
        _desk.Book(levels);
        _desk.Frame();
    }

    private IEnumerable<FlashKind> Kinds() => _ladder.State.Asks.Concat(_ladder.State.Bids).Select(row => row.Flash.Kind);
}
