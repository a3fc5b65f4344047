using System.Reactive.Linq;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Orders.Queue;

/// <summary>Each frame is a millisecond. The own order is 2 at 100, so a book that contains it shows 2 more than the others.</summary>
public sealed class EstimateQueueTests
{
    private static readonly (char, NexusMessage)[] Messages =
    [
        ('n', Make.Order("100x2 buy")),
        ('s', Make.Order("101x2 sell", id: 2)),
        ('m', Make.Order("99x2 buy")),
        ('M', Make.Order("100x3 buy")),
        ('p', Make.Order("100x2 buy", status: OrderStatus.PartiallyFilled, executed: 0.5m)),
        ('f', Make.Order("100x2 buy", status: OrderStatus.Filled, executed: 2)),
        ('i', Make.Order("100x2 buy", type: OrderType.ImmediateOrCancel)),
        ('3', Make.Book("100x3 99x4 | 101x6")),
        ('5', Make.Book("100x5 99x4 | 101x6")),
        ('7', Make.Book("100x7 99x4 | 101x5")),
        ('9', Make.Book("100x9 99x4 | 101x9")),
        ('1', Make.Book("100x1 99x4 | 101x9")),
        ('o', Make.Book("102x9 101x9 | 103x1")),
        ('t', Make.Trade("100x1 sell")),
        ('b', Make.Trade("100x1 buy")),
        ('w', Make.Trade("99x1 sell")),
        ('u', Make.Trade("101x1 buy")),
        ('x', Make.Gap()),
    ];

    [TestCase("5n7", "? 5..5/5", TestName = "The_others_at_the_price_are_ahead_of_a_new_order")]
    [TestCase("5n9", "? 5..7/7", TestName = "Quantity_that_joins_between_two_books_is_ahead_or_behind")]
    [TestCase("7n5", "? 3..3/3", TestName = "Quantity_that_leaves_between_two_books_reduces_the_quantity_ahead")]
    [TestCase("n7", "? 0..5/5", TestName = "Without_an_earlier_book_the_lower_bound_is_zero")]
    [TestCase("5tn9", "? 4..7/7", TestName = "Quantity_traded_since_the_earlier_book_is_not_ahead")]
    [TestCase("5n17", "? 5..5/5", TestName = "A_book_without_the_order_is_not_used")]
    public void Joining(string feed, string estimates) => Check(feed, estimates);

    [TestCase("7n9t", "? 7..7/7 6..6/7", TestName = "A_trade_at_the_price_moves_both_bounds")]
    [TestCase("7n9b", "? 7..7/7", TestName = "A_trade_by_an_aggressor_on_the_side_of_the_order_moves_no_bound")]
    [TestCase("7n9w", "? 7..7/7 0..0/7", TestName = "A_trade_at_a_worse_price_moves_the_order_to_the_front")]
    [TestCase("7n9u", "? 7..7/7", TestName = "A_trade_on_the_other_side_of_the_book_moves_no_bound")]
    [TestCase("7n95", "? 7..7/7 3..3/3", TestName = "No_bound_exceeds_the_quantity_of_the_other_orders")]
    [TestCase("3n97", "? 3..7/7 1..5/5", TestName = "Quantity_that_leaves_later_is_ahead_or_behind")]
    [TestCase("3n9t7", "? 3..7/7 2..6/7 1..5/5", TestName = "Traded_quantity_is_not_subtracted_twice")]
    [TestCase("3n9t9", "? 3..7/7 2..6/7", TestName = "Quantity_that_joins_later_is_behind")]
    [TestCase("7n9p", "? 7..7/7 0..0/7", TestName = "A_fill_proves_that_the_order_is_at_the_front")]
    [TestCase("7n9ft", "? 7..7/7", TestName = "A_done_order_has_no_estimates")]
    [TestCase("7n9o9", "? 7..7/7 0..7/? 0..7/7", TestName = "A_book_that_does_not_reach_the_price_hides_quantity_that_leaves")]
    public void Moving(string feed, string estimates) => Check(feed, estimates);

    [TestCase("7n9x9", "? 7..7/7 ? 0..7/7", TestName = "After_a_gap_only_the_upper_bound_remains")]
    [TestCase("7n9x5", "? 7..7/7 ? 0..3/3", TestName = "After_a_gap_the_book_limits_the_upper_bound")]
    [TestCase("7n9xt9", "? 7..7/7 ? 0..6/7", TestName = "Trades_after_a_gap_count")]
    [TestCase("7xn9", "? 0..7/7", TestName = "A_book_from_before_a_gap_gives_no_lower_bound")]
    public void Gaps(string feed, string estimates) => Check(feed, estimates);

    [TestCase("7n9m5", "? 7..7/7 ? 2..2/2", TestName = "A_price_change_moves_the_order_to_another_queue")]
    [TestCase("7n9M9", "? 7..7/7 ? 6..6/6", TestName = "A_quantity_increase_moves_the_order_to_the_end_of_the_queue")]
    [TestCase("7i9", "", TestName = "An_immediate_or_cancel_order_has_no_estimates")]
    [TestCase("5s9u", "? 6..7/7 5..6/7", TestName = "A_sell_order_waits_among_the_asks")]
    public void Orders(string feed, string estimates) => Check(feed, estimates);

    [Test]
    public void Paper_orders_are_not_in_the_books()
    {
        using var m = new Marbles();
        var feed = m.Feed("5n75", Messages);
        m.Expect(feed.EstimateQueue(feed.TrackOrders(), booksContainOwn: false).Select(Text)).ToBe("-abc", ('a', "?"), ('b', "5..7/7"), ('c', "3..5/5"));
        m.Run();
    }

    private static void Check(string feed, string estimates)
    {
        using var m = new Marbles();
        var texts = new List<string>();
        using var subscription = m.Feed(feed, Messages).EstimateQueue().Subscribe(estimate => texts.Add(Text(estimate)));
        m.Run(TimeSpan.FromSeconds(1));
        Assert.That(string.Join(' ', texts), Is.EqualTo(estimates));
    }

    private static string Text(QueueEstimate estimate) => estimate.IsKnown
        ? FormattableString.Invariant($"{estimate.MinAhead}..{estimate.MaxAhead}/{estimate.Others?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?"}")
        : "?";
}
