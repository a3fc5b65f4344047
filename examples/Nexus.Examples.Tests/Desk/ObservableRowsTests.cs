using System.Collections.Specialized;
using Nexus.Desk.ViewModels;

namespace Nexus.Examples.Tests.Desk;

/// <summary>The rows for list controls show the same as the states, and stay the same objects.</summary>
public sealed class ObservableRowsTests
{
    [Test]
    public void A_thousand_frames_of_a_random_market_keep_the_selected_rows_and_equal_the_states()
    {
        using var desk = new DeskHarness();
        using var panels = new MarketViewModel(desk.Market, desk.Screen);
        var random = new Random(7);
        var notified = 0;
        foreach (var list in new INotifyCollectionChanged[] { panels.Ladder.Asks, panels.Ladder.Bids, panels.Tape.Rows, panels.Orders.Open, panels.Orders.Done })
            list.CollectionChanged += (_, _) => notified++;
        Row<LadderRow>? level = null;
        Row<OrderRow>? order = null;
        for (var i = 0; i < 1000; i++)
        {
            var at = i / 10.0;
            switch (random.Next(3))
            {
                case 0:
                    desk.Book(string.Join(' ', Levels(100, -1)) + " | " + string.Join(' ', Levels(101, 1)), at);
                    break;
                case 1:
                    desk.Trade($"{100 + random.Next(5)}x{1 + random.Next(9)} {(random.Next(2) == 0 ? "buy" : "sell")}", at);
                    break;
                default:
                    desk.Order("100x5 buy", random.Next(3) == 0 ? OrderStatus.Cancelled : OrderStatus.New, id: 1 + random.Next(30), seconds: at);
                    break;
            }

            desk.Frame();

            var (ladder, tape, orders) = (panels.Ladder, panels.Tape, panels.Orders);
            Assert.That(ladder.Asks.Select(static row => row.Value), Is.EqualTo(ladder.State.Asks));
            Assert.That(ladder.Bids.Select(static row => row.Value), Is.EqualTo(ladder.State.Bids));
            Assert.That(tape.Rows.Select(static row => row.Value), Is.EqualTo(tape.State.Rows));
            Assert.That(orders.Open.Select(static row => row.Value), Is.EqualTo(orders.State.Open));
            Assert.That(orders.Done.Select(static row => row.Value), Is.EqualTo(orders.State.Done));
            Keep(ref level, ladder.Bids, static row => row.Price);
            Keep(ref order, orders.Open, static row => row.Order.OrderId);
        }

        Assert.That(notified, Is.InRange(300, 4000), "frames change single rows");

        IEnumerable<string> Levels(int best, int direction) => Enumerable.Range(0, 12).Where(_ => random.Next(5) > 0).Select(i => $"{best + direction * i}x{1 + random.Next(4)}");
    }

    private static void Keep<TKey, TItem>(ref Row<TItem>? selected, RowList<TKey, TItem> list, Func<TItem, TKey> key)
        where TKey : notnull
    {
        if (selected is not null && list.Find(key(selected.Value)) is { } found)
            Assert.That(found, Is.SameAs(selected));
        else if (list.Count > 0)
            selected = list[^1];
        else
            selected = null;
    }
}
