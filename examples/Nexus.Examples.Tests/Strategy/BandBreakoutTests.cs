using System.Reactive.Linq;
using Nexus.Reactive.Testing;
using Strategy;

namespace Nexus.Examples.Tests.Strategy;

/// <summary>Each frame represents one second. The window is 6 s long, an entry waits for 2 s, and a position is held for 4 s.</summary>
public sealed class BandBreakoutTests
{
    /// <summary>A market of 8 s around 100. Half of the volume is at 99 and half at 101, so the standard deviation is 1 and the band is from 99 to 101.</summary>
    private const string Calm = "lh=lh=lh";

    private const string Before = "--------";

    private static readonly BreakoutRules Rules = new()
    {
        Window = TimeSpan.FromSeconds(6),
        Width = 1,
        Imbalance = 0.5m,
        Depth = 1,
        Quantity = 2,
        Patience = TimeSpan.FromSeconds(2),
        Hold = TimeSpan.FromSeconds(4),
    };

    private static readonly (char Marble, NexusMessage Message)[] Messages =
    [
        ('l', Make.Trade("99x1 buy")),
        ('h', Make.Trade("101x1 sell")),
        ('=', Make.Book("99.5x5 | 100.5x5")),
        ('u', Make.Book("101.5x9 | 102x1")),
        ('w', Make.Book("101.5x5 | 102x5")),
        ('d', Make.Book("97x1 | 97.5x9")),

        // The updates of the entry's order: new, half a coin filled, filled, canceled, rejected, and the transaction of the half coin.
        ('n', Make.Order("102x2 buy", id: 7)),
        ('p', Make.Order("102x2 buy", id: 7, OrderStatus.PartiallyFilled, executed: 0.5m)),
        ('f', Make.Order("102x2 buy", id: 7, OrderStatus.Filled, executed: 2)),
        ('c', Make.Order("102x2 buy", id: 7, OrderStatus.Cancelled)),
        ('r', Make.Order("102x2 buy", id: 7, OrderStatus.Rejected)),
        ('t', Make.Transaction("102x0.5 buy", id: 1, orderId: 7)),

        // The updates of the exit's order: filled, or canceled with half a coin filled. Also an order of another client.
        ('F', Make.Order("1x2 sell", id: 9, OrderStatus.Filled, executed: 2, executedPrice: 103, type: OrderType.Market)),
        ('P', Make.Order("1x2 sell", id: 9, OrderStatus.Cancelled, executed: 0.5m, executedPrice: 103, type: OrderType.Market)),
        ('x', Make.Order("102x3 buy", id: 8)),
        ('G', Make.Gap()),
    ];

    [TestCase(Calm + "u", Before + "E", TestName = "Leaving_the_band_upward_with_more_bids_than_asks_enters_long_at_the_ask")]
    [TestCase(Calm + "d", Before + "S", TestName = "Leaving_the_band_downward_with_more_asks_than_bids_enters_short_at_the_bid")]
    [TestCase(Calm + "w", "", TestName = "Leaving_the_band_with_a_balanced_book_does_not_enter")]
    [TestCase(Calm + "uu", Before + "E", TestName = "Staying_outside_the_band_does_not_enter_again")]
    [TestCase("lh=lhu", "", TestName = "No_entry_before_the_window_is_complete")]
    [TestCase("lh=lhGlhu", "", TestName = "No_entry_after_a_gap_in_the_window")]
    [TestCase(Calm + "------u", "", TestName = "No_entry_without_trades_in_the_window")]
    public void Entering(string feed, string signals) => Check(feed, signals);

    [TestCase(Calm + "un-----", Before + "E--C", TestName = "An_unfilled_entry_is_canceled")]
    [TestCase(Calm + "ut-n--c-----", Before + "E----C----Y", TestName = "A_transaction_that_arrives_before_its_order_counts")]
    [TestCase(Calm + "unp-c-----", Before + "E--C----Y", TestName = "The_filled_part_of_a_canceled_entry_is_closed_after_the_holding_time")]
    [TestCase(Calm + "unf-----", Before + "E-----X", TestName = "A_filled_entry_is_closed_after_the_holding_time_and_not_canceled")]
    [TestCase(Calm + "ur------", Before + "E", TestName = "A_rejected_entry_is_neither_canceled_nor_closed")]
    [TestCase(Calm + "ux-n---", Before + "E----C", TestName = "An_order_of_another_client_is_not_mistaken_for_the_entry")]
    [TestCase(Calm + "unf----P---", Before + "E-----X--Z", TestName = "The_quantity_that_an_exit_leaves_open_is_closed_by_another_exit")]
    public void Managing(string feed, string signals) => Check(feed, signals);

    [TestCase(Calm + "unf--=u------", Before + "E-----X", TestName = "Only_one_position_is_open_at_a_time")]
    [TestCase(Calm + "u" + Calm + Calm + "u", Before + "E", TestName = "An_entry_without_order_updates_prevents_further_entries")]
    [TestCase(Calm + "un--c" + Calm + "u", Before + "E--C---------E", TestName = "A_canceled_entry_allows_the_next_entry")]
    [TestCase(Calm + "unf----F" + Calm + "u", Before + "E-----X---------E", TestName = "A_closed_position_allows_the_next_entry")]
    [TestCase(Calm + "unf|", Before + "E--|", TestName = "The_signals_complete_with_the_feed")]
    [TestCase(Calm + "un#", Before + "E-#", TestName = "The_signals_fail_with_the_feed")]
    public void Rounds(string feed, string signals) => Check(feed, signals);

    private static void Check(string feed, string signals)
    {
        using var m = new Marbles(TimeSpan.FromSeconds(1));
        m.Expect(BandBreakout.Signals(m.Feed(feed, Messages), Rules).Select(Letter)).ToBe(signals);
        m.Run();
    }

    private static char Letter(Signal signal) => signal switch
    {
        Enter { Side: Side.Buy, Price: 102, Quantity: 2 } => 'E',
        Enter { Side: Side.Sell, Price: 97, Quantity: 2 } => 'S',
        Cancel { OrderId: 7 } => 'C',
        Exit { Side: Side.Sell, Quantity: 2 } => 'X',
        Exit { Side: Side.Sell, Quantity: 0.5m } => 'Y',
        Exit { Side: Side.Sell, Quantity: 1.5m } => 'Z',
        _ => throw new InvalidOperationException(signal.ToString()),
    };
}
