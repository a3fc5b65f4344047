using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Testing;
using Strategy;
using Strategy.Gateways;

namespace Nexus.Examples.Tests.Strategy;

public sealed class PaperExchangeTests
{
    private static readonly Enter Buy = new(Marbles.DefaultStart, Make.Symbol, Side.Buy, 5, 101);

    private static readonly Exit Sell = new(Marbles.DefaultStart, Make.Symbol, Side.Sell, 5);

    [Test]
    public void The_quantity_at_the_touch_fills_at_once_and_the_rest_with_later_books()
    {
        using var paper = new Paper();
        paper.Show("100x9 | 101x2");
        paper.Send(Buy);
        paper.Show("100x9 | 102x9");
        paper.Show("100x9 | 100.5x9");

        Assert.That(paper.Told, Is.EqualTo(new[] { "New 0", "PartiallyFilled 2 at 101", "transaction 2 at 101", "Filled 3 at 100.5", "transaction 3 at 100.5" }));
    }

    [Test]
    public void The_touch_of_each_book_fills_once()
    {
        using var paper = new Paper();
        paper.Show("100x9 | 101x6");
        paper.Send(Buy);
        paper.Send(Buy);

        Assert.That(paper.Told.Where(static line => line.StartsWith('t')), Is.EqualTo(new[] { "transaction 5 at 101", "transaction 1 at 101" }));
    }

    [Test]
    public void The_rest_of_a_market_order_is_cancelled()
    {
        using var paper = new Paper();
        paper.Show("100x2 | 101x2");
        paper.Send(Sell);

        Assert.That(paper.Told, Is.EqualTo(new[] { "New 0", "PartiallyFilled 2 at 100", "transaction 2 at 100", "Cancelled 0" }));
    }

    [Test]
    public void A_cancelled_order_no_longer_fills_and_a_second_cancellation_does_nothing()
    {
        using var paper = new Paper();
        paper.Show("100x2 | 102x2");
        paper.Send(Buy);
        paper.Send(new Cancel(Marbles.DefaultStart, Make.Symbol, 1));
        paper.Send(new Cancel(Marbles.DefaultStart, Make.Symbol, 1));
        paper.Show("100x2 | 101x9");

        Assert.That(paper.Told, Is.EqualTo(new[] { "New 0", "Cancelled 0" }));
    }

    [Test]
    public void Recorded_orders_are_left_out()
    {
        using var paper = new Paper();
        paper.Say(Make.Order("100x1 buy"));
        paper.Say(Make.Transaction("100x1 buy"));

        Assert.That(paper.Told, Is.Empty);
    }

    private sealed class Paper : IDisposable
    {
        private readonly Subject<NexusMessage> _market = new();
        private readonly PaperExchange _exchange;

        public Paper()
        {
            _exchange = new PaperExchange(_market);
            _exchange.Feed.OrderUpdates.Subscribe(update => Told.Add(FormattableString.Invariant($"{update.Status} {update.ExecutedQuantity}{update.ExecutedPrice: at 0.#}")));
            _exchange.Feed.Transactions.Subscribe(fill => Told.Add(FormattableString.Invariant($"transaction {fill.ExecutedQuantity} at {fill.ExecutedPrice}")));
            _exchange.Feed.Connect();
        }

        public List<string> Told { get; } = [];

        public void Show(string book) => Say(Make.Book(book));

        public void Say(NexusMessage message) => _market.OnNext(message);

        public void Send(Signal signal) => Assert.That(_exchange.SendAsync(signal, CancellationToken.None).IsCompletedSuccessfully);

        public void Dispose()
        {
            _market.Dispose();
            _exchange.Dispose();
        }
    }
}
