using System.Reactive.Linq;
using Nexus.Reactive.Testing;
using Strategy;

namespace Nexus.Examples.Tests.Strategy;

/// <summary>Each frame represents one second. Quotes are 1 from the center, a full position of 2 moves the center by 1, and quotes may be 0.5 off.</summary>
public sealed class MarketMakerTests
{
    private static readonly MarketMakerRules Rules = new() { HalfSpread = 0.01m, Skew = 0.01m, MaxPosition = 2, Quantity = 1, Requote = 0.005m, PriceStep = 0.5m };

    private static readonly (char Marble, NexusMessage Message)[] Messages =
    [
        // Around 100, and 0.25 and 2 higher; a book of one side; a crossed book; a spread of one step.
        ('=', Make.Book("98x5 | 102x5")),
        ('+', Make.Book("98.25x5 | 102.25x5")),
        ('u', Make.Book("100x5 | 104x5")),
        ('o', Make.Book("98x5 |")),
        ('c', Make.Book("102x5 | 101x5")),
        ('w', Make.Book("103x5 | 103.5x5")),

        // The bid of the first book: new, half filled, filled, filled by the other half, canceled, rejected; then its ask.
        ('b', Make.Order("99x1 buy", id: 1)),
        ('h', Make.Order("99x1 buy", id: 1, OrderStatus.PartiallyFilled, executed: 0.5m)),
        ('f', Make.Order("99x1 buy", id: 1, OrderStatus.Filled, executed: 1)),
        ('g', Make.Order("99x1 buy", id: 1, OrderStatus.Filled, executed: 0.5m)),
        ('d', Make.Order("99x1 buy", id: 1, OrderStatus.Cancelled)),
        ('r', Make.Order("99x1 buy", id: 1, OrderStatus.Rejected)),
        ('a', Make.Order("101x1 sell", id: 2)),
        ('F', Make.Order("101x1 sell", id: 2, OrderStatus.Filled, executed: 1)),
        ('D', Make.Order("101x1 sell", id: 2, OrderStatus.Cancelled)),

        // The account's other orders: bought 2, and 1 more of the kind that the strategy does not know.
        ('2', Make.Order("99x2 buy", id: 8, OrderStatus.Filled, executed: 2)),
        ('1', Make.Order("90x1 buy", id: 9, OrderStatus.Filled, executed: 1)),
        ('x', Make.Gap()),
    ];

    [TestCase("=", "(bid 99, ask 101)", TestName = "Quotes_are_placed_around_the_microprice")]
    [TestCase("o", "", TestName = "A_one_sided_book_gets_no_quotes")]
    [TestCase("c", "", TestName = "A_crossed_book_gets_no_quotes")]
    [TestCase("w", "(bid 102, ask 104.5)", TestName = "Prices_are_rounded_away_from_the_center")]
    [TestCase("==", "(bid 99, ask 101)", TestName = "No_further_quotes_are_sent_while_an_order_is_unacknowledged")]
    [TestCase("=ba+", "(bid 99, ask 101)", TestName = "A_small_move_changes_nothing")]
    [TestCase("=bau", "(bid 99, ask 101) (cancel 1, cancel 2)", TestName = "A_move_cancels_both_quotes")]
    [TestCase("=bauu", "(bid 99, ask 101) (cancel 1, cancel 2)", TestName = "A_quote_is_canceled_once")]
    [TestCase("=baudDu", "(bid 99, ask 101) (cancel 1, cancel 2) (bid 100.5, ask 103.5)", TestName = "The_next_quotes_follow_the_cancellations")]
    [TestCase("=bao", "(bid 99, ask 101) (cancel 1, cancel 2)", TestName = "A_one_sided_book_cancels_the_quotes")]
    [TestCase("=r=", "(bid 99, ask 101) (bid 99)", TestName = "A_rejected_quote_is_sent_again_with_the_next_book")]
    [TestCase("=bax=", "(bid 99, ask 101) (cancel 1, cancel 2)", TestName = "A_gap_cancels_the_quotes")]
    public void Quoting(string feed, string signals) => Check(feed, signals);

    [TestCase("=baf=", "(bid 99, ask 101) (bid 98.5)", TestName = "After_a_buy_the_bid_is_lower")]
    [TestCase("=bhg=", "(bid 99, ask 101) (bid 98.5)", TestName = "Each_part_of_a_fill_is_counted_once")]
    [TestCase("=baF=", "(bid 99, ask 101) (ask 102)", TestName = "After_a_sale_the_ask_is_higher")]
    [TestCase("=baf=D=", "(bid 99, ask 101) (bid 98.5) (ask 100.5)", TestName = "After_a_buy_the_next_ask_is_lower")]
    [TestCase("2=", "(ask 100)", TestName = "At_the_maximum_position_only_the_ask_is_quoted")]
    [TestCase("=ba2=", "(bid 99, ask 101) (cancel 1, cancel 2)", TestName = "Other_orders_of_the_account_count_toward_the_position")]
    [TestCase("1=", "(bid 98.5, ask 100.5)", TestName = "The_center_moves_in_proportion_to_the_position")]
    public void Inventory(string feed, string signals) => Check(feed, signals);

    private static void Check(string feed, string signals)
    {
        using var m = new Marbles(TimeSpan.FromSeconds(1));
        var told = new List<(DateTimeOffset At, string Text)>();
        using var subscription = MarketMaker.Signals(m.Feed(feed, Messages), Rules).Subscribe(signal => told.Add((signal.At, Text(signal))));
        m.Run(TimeSpan.FromSeconds(60));
        Assert.That(string.Join(' ', told.GroupBy(static signal => signal.At).Select(static group => $"({string.Join(", ", group.Select(static signal => signal.Text))})")), Is.EqualTo(signals));
    }

    private static string Text(Signal signal) => signal switch
    {
        Quote { Quantity: 1 } quote => FormattableString.Invariant($"{(quote.Side == Side.Buy ? "bid" : "ask")} {quote.Price:0.##}"),
        Cancel cancel => $"cancel {cancel.OrderId}",
        _ => throw new InvalidOperationException(signal.ToString()),
    };
}
