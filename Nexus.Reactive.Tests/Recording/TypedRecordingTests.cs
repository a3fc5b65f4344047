using System.Reactive.Subjects;
using Nexus.Reactive.Tests.Decoding;
using static Nexus.Reactive.Tests.Recording.RecordedFeed;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>Recordings of typed messages: a replay gives messages that are equal in every field, whether or not the exchange has a text for them.</summary>
public sealed class TypedRecordingTests : FolderTests
{
    private static readonly OrderUpdate Update = (OrderUpdate)NexusDecoder.Decode(Samples.OrderUpdate);

    private static readonly string[] Words =
    [
        "NEW", "new", "New", "PARTIAL_FILLED", "FILLED", "open", "", " ", "LIMIT", "IOC", "limit", "\"", "\\", "\n", "\r\n", "\0", "\u0010", "\u001000410", "\ud800", "😀", "\u2028",
        "{\"feed_status\":\"New\",", "}", "12:", ",", new string('x', 5000),
    ];

    [Test]
    public async Task Every_status_and_type_with_every_text_is_replayed([Values("a", "b.gz")] string name)
    {
        var updates =
            from status in Enum.GetValues<OrderStatus>()
            from type in Enum.GetValues<OrderType>()
            from word in Words
            select Update with { Status = status, StatusText = word, OrderType = type, OrderTypeText = word };

        await AssertEqualAsync(name, [.. updates]);
    }

    [Test]
    public async Task Messages_that_differ_from_their_decoded_text_are_replayed_unchanged([Values("a", "b.gz")] string name)
    {
        string[] texts = [.. Words, .. Samples.All, "{\"event\":\"X\"}", "{\"feed_hidden\":{\"event\":\"PING\",\"timestamp\":1}}", "{\"feed_unknown\":1:ab}", "not JSON"];
        IEnumerable<NexusMessage> messages =
        [
            .. from text in texts from word in Words select new UnknownMessage(word, text),
            .. from text in texts from word in Words select new MalformedMessage(text, word),
            .. from word in Words select new FeedGap(word),
        ];

        await AssertEqualAsync(name, [.. messages]);
    }

    [Test]
    public async Task Random_messages_are_replayed([Range(1, 5)] int seed)
    {
        var random = new Random(seed);
        var messages = Enumerable.Range(0, 500).Select<int, NexusMessage>(_ => random.Next(4) switch
        {
            0 => Update with
            {
                Timestamp = Time(),
                StatusText = Word(),
                Status = (OrderStatus)random.Next(6),
                OrderTypeText = Word(),
                OrderType = (OrderType)random.Next(9),
                OrderPrice = Positive(),
                OrderQuantity = Quantity(),
                ExecutedPrice = Positive(),
                ExecutedQuantity = Quantity() ?? 0,
                AggregatedExecutedQuantity = Quantity(),
                OrderId = random.NextInt64(long.MinValue, long.MaxValue),
            },
            1 => (Transaction)NexusDecoder.Decode(Samples.Transaction) with { Timestamp = Time(), Fee = Quantity(), FeeAsset = random.Next(3) == 0 ? null : Word(), ExecutedQuantity = Quantity() ?? 0 },
            2 => new UnknownMessage(Word(), Word()),
            _ => new MalformedMessage(Word(), Word()),
        }).ToArray();

        await AssertEqualAsync("a", messages);

        string Word() => Words[random.Next(Words.Length)];

        DateTimeOffset Time() => DateTimeOffset.UnixEpoch.AddTicks(random.NextInt64(TimeSpan.TicksPerDay * 20_000));

        decimal? Quantity() => random.Next(4) == 0 ? null : new decimal(random.Next(), random.Next(), random.Next(2) * random.Next(), false, (byte)random.Next(20));

        decimal? Positive() => Quantity() is > 0 and var price ? price : null;
    }

    [Test]
    public async Task A_null_string_is_replayed()
    {
        using var source = new Subject<string>();
        var live = await Folder.RecordAsync(source.ToNexusFeed(), "a", () => Push(source, [null!, "", Samples.Ping]));

        Assert.That(live, Has.Count.EqualTo(3));
        Assert.That(await ReplayAsync(Folder["a"]), Is.EqualTo(live));
    }

    [Test]
    public async Task Other_programs_read_an_unknown_status_if_the_status_text_does_not_match()
    {
        await AssertEqualAsync("a", [Update with { Status = OrderStatus.New, StatusText = "open" }]);

        var text = Folder.Read("a").TrimEnd('\n').Split('\t')[1];
        Assert.That(NexusDecoder.Decode(text), Is.EqualTo(Update with { Status = OrderStatus.Unknown, StatusText = "open" }));
    }

    private async Task AssertEqualAsync(string name, NexusMessage[] messages)
    {
        using var source = new Subject<NexusMessage>();
        var live = await Folder.RecordAsync(new NexusFeed(source), name, () => Push(source, messages));
        Assert.That(live, Has.Count.EqualTo(messages.Length));
        Assert.That(await ReplayAsync(Folder[name]), Is.EqualTo(live));

        var other = Folder.Write("other", ReplayTests.Line(0, """{"event":"OTHER"}"""));
        Assert.That((await ReplayAsync(Folder[name], other)).Where(static message => message is not UnknownMessage { Event: "OTHER" }), Is.EqualTo(live), "merged");

        var replay = NexusRecording.OpenFeed(Folder[name]);
        Assert.That(await Folder.RecordReplayAsync(replay, "copy"), Is.EqualTo(live));
        Assert.That(await ReplayAsync(Folder["copy"]), Is.EqualTo(live), "a recording of the replay");
    }
}
