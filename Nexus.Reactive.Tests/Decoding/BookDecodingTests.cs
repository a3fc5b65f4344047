namespace Nexus.Reactive.Tests.Decoding;

/// <summary>Tests of books: each side is sorted best price first, regardless of the order in which the exchange sends it.</summary>
public sealed class BookDecodingTests
{
    [TestCase("3 2 1", "3 2 1")]
    [TestCase("1 2 3", "1 2 3")]
    [TestCase("2 3 1", "3 1 2")]
    [TestCase("2", "2")]
    public void Sides_are_sorted_best_price_first(string asks, string bids)
    {
        var book = Decode(Side(asks), Side(bids)) as Book;

        Assert.That(book!.Asks.Select(l => l.Price), Is.Ordered.Ascending.And.EquivalentTo(asks.Split(' ').Select(decimal.Parse)));
        Assert.That(book.Bids.Select(l => l.Price), Is.Ordered.Descending.And.EquivalentTo(bids.Split(' ').Select(decimal.Parse)));
    }

    [Test]
    public void A_level_of_quantity_0_is_omitted()
    {
        var book = Decode("""[{"price":3,"quantity":0},{"price":2,"quantity":1},{"price":3,"quantity":0.00}]""", """[{"price":1,"quantity":0}]""") as Book;

        Assert.That(book!.Asks, Is.EqualTo(new[] { new Level(2, 1) }));
        Assert.That(book.Bids, Is.Empty);
    }

    [TestCase("3 2 2 1")]
    [TestCase("1 2 2 3")]
    [TestCase("2 1 3 2.0")]
    public void A_repeated_price_on_a_side_is_malformed(string prices) => Assert.Multiple(() =>
    {
        Assert.That((Decode(Side(prices), "[]") as MalformedMessage)?.Reason, Is.EqualTo("BOOK: data.asks contains the price 2 more than once"));
        Assert.That((Decode("[]", Side(prices)) as MalformedMessage)?.Reason, Is.EqualTo("BOOK: data.bids contains the price 2 more than once"));
    });

    [Test]
    public void Crossed_locked_one_sided_and_empty_books_are_delivered() => Assert.Multiple(() =>
    {
        Assert.That((Book)Decode(Side("1"), Side("2")), Has.Property("IsCrossed").True);
        Assert.That((Book)Decode(Side("2"), Side("2")), Has.Property("IsCrossed").False);
        Assert.That((Book)Decode(Side("2"), "[]"), Has.Property("BestBid").Null.And.Property("BestAsk").EqualTo(new Level(2, 1)));
        Assert.That(Decode("[]", "[]"), Is.TypeOf<Book>());
    });

    [TestCase("5", "BOOK: data.asks is 5 but must be an array")]
    [TestCase("{}", "BOOK: data.asks is an object but must be an array")]
    [TestCase("[5]", "BOOK: data.asks[0] is 5 but must be an object")]
    [TestCase("[null]", "BOOK: data.asks[0] is null but must be an object")]
    [TestCase("[[1,2]]", "BOOK: data.asks[0] is an array but must be an object")]
    [TestCase("[{\"price\":1,\"quantity\":1},{}]", "BOOK: data.asks[1].price is missing")]
    [TestCase("[{\"price\":1,\"quantity\":1},{\"price\":2}]", "BOOK: data.asks[1].quantity is missing")]
    [TestCase("[{\"price\":1,\"quantity\":-1},{\"price\":2}]", "BOOK: data.asks[0].quantity is -1 but must be 0 or above")]
    [TestCase("[{\"price\":null,\"quantity\":1}]", "BOOK: data.asks[0].price is null but must be a number")]
    [TestCase("[{\"price\":0,\"quantity\":0}]", "BOOK: data.asks[0].price is 0 but must be above 0")]
    [TestCase("[{\"price\":1e40,\"quantity\":0}]", "BOOK: data.asks[0].price is 1e40, which cannot be represented exactly as a decimal")]
    public void An_invalid_level_is_named(string asks, string reason) => Assert.That((Decode(asks, "[]") as MalformedMessage)?.Reason, Is.EqualTo(reason));

    [Test]
    public void A_level_may_have_unknown_properties() =>
        Assert.That((Book)Decode("""[{"orders":[1,{"price":9}],"quantity":1,"price":"2","x":null}]""", "[]"), Has.Property("Asks").EqualTo(new[] { new Level(2, 1) }));

    [Test]
    public void Every_message_of_a_real_session_is_decoded()
    {
        var counts = SharedData.Messages().Select(NexusDecoder.Decode).CountBy(m => m.GetType()).ToDictionary();

        Assert.That(counts, Is.EquivalentTo(new Dictionary<Type, int> { [typeof(Book)] = 3449, [typeof(Trade)] = 9757 }));
    }

    private static NexusMessage Decode(string asks, string bids) => NexusDecoder.Decode(
        $$$"""{"event":"BOOK","symbol":"SPOT_BTC_USDT","timestamp":1564710591905,"data":{"asks":{{{asks}}},"bids":{{{bids}}}}}""");

    private static string Side(string prices) => $"[{string.Join(',', prices.Split(' ').Select(p => $$"""{"price":{{p}},"quantity":1}"""))}]";
}
