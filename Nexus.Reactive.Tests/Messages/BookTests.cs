namespace Nexus.Reactive.Tests.Messages;

/// <summary>Tests of the sides of a book: best price first, no repeated prices, and no levels of quantity 0.</summary>
public sealed class BookTests
{
    private static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");
    private static readonly DateTimeOffset At = new(2024, 8, 8, 23, 54, 15, TimeSpan.Zero);

    [TestCase("1 2 3", "1 2 3", "3 2 1", TestName = "Ascending")]
    [TestCase("3 2 1", "1 2 3", "3 2 1", TestName = "Descending")]
    [TestCase("2 3 1", "1 2 3", "3 2 1", TestName = "In_any_order")]
    [TestCase("2 1 3", "1 2 3", "3 2 1", TestName = "Descending_then_ascending")]
    [TestCase("7", "7", "7", TestName = "One_level")]
    [TestCase("", "", "", TestName = "No_levels")]
    public void Sides_are_sorted_best_price_first(string prices, string asks, string bids)
    {
        var levels = Levels(prices);
        var book = new Book(Btc, At, [.. levels], [.. levels]);
        Assert.That((book.Asks, book.Bids), Is.EqualTo((Levels(asks), Levels(bids))));
    }

    [Test]
    public void A_level_without_quantity_is_omitted()
    {
        var book = new Book(Btc, At, [new Level(2, 1), new Level(3, 0), new Level(1, 1)], [new Level(2, 0), new Level(1, 1)]);
        Assert.That((book.Asks, book.Bids), Is.EqualTo((Levels("1 2"), Levels("1"))));
    }

    [Test]
    public void A_default_side_is_empty() =>
        Assert.That(new Book(Btc, At, default, default), Is.EqualTo(new Book(Btc, At, [], [])));

    [Test]
    public void The_default_level_is_rejected()
    {
        const string Message = "The level 0×0 is not valid: a price must be above 0 and a quantity 0 or above.";
        Assert.That(
            () => new Book(Btc, At, [default], []), Throws.ArgumentException.With.Message.StartsWith(Message).And.Property("ParamName").EqualTo("Asks"));
        Assert.That(
            () => new Book(Btc, At, [], [new Level(5, 1), default]), Throws.ArgumentException.With.Message.StartsWith(Message).And.Property("ParamName").EqualTo("Bids"));
    }

    [TestCase("1 2 2")]
    [TestCase("2 2 1")]
    [TestCase("2 1 2")]
    public void A_repeated_price_is_rejected(string prices)
    {
        Assert.That(() => new Book(Btc, At, Levels(prices), []), Throws.ArgumentException.With.Message.EqualTo("Two levels have the price 2. (Parameter 'Asks')"));
        Assert.That(() => new Book(Btc, At, [], Levels(prices)), Throws.ArgumentException.With.Message.EqualTo("Two levels have the price 2. (Parameter 'Bids')"));
    }

    [Test]
    public void Books_are_equal_if_all_their_values_are_equal()
    {
        var book = new Book(Btc, At, Levels("3 4"), Levels("1 2"));
        Assert.That(new Book(Btc, At, Levels("4 3"), Levels("2 1")), Is.EqualTo(book));
        Book?[] others =
        [
            book with { Symbol = Symbol.Parse("SPOT_ETH_USDT") },
            book with { Timestamp = At.AddTicks(1) },
            book with { Symbol = Symbol.Parse("SPOT_ETH_USDT"), Asks = [] },
            book with { Asks = Levels("3") },
            book with { Bids = [] },
            null,
        ];
        Assert.That(others, Has.None.EqualTo(book));
    }

    [Test]
    public void A_book_prints_as_one_line()
    {
        Assert.That(
            new Book(Btc, At, Levels("3 4"), Levels("1")).ToString(),
            Is.EqualTo("Book SPOT_BTC_USDT 2024-08-08T23:54:15.000Z bid 1×1 ask 3×1 (1 bids, 2 asks)"));
        Assert.That(
            new Book(Btc, At, [], []).ToString(),
            Is.EqualTo("Book SPOT_BTC_USDT 2024-08-08T23:54:15.000Z bid - ask - (0 bids, 0 asks)"));
    }

    private static System.Collections.Immutable.ImmutableArray<Level> Levels(string prices) =>
        [.. prices.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static price => new Level(decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture), 1))];
}
