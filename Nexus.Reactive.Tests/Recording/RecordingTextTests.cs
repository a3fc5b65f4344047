using System.Reactive.Concurrency;
using System.Reactive.Linq;
using CsCheck;
using Nexus.Reactive.Tests.Decoding;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>A recorded line decodes to the same message as the live text.</summary>
public sealed class RecordingTextTests
{
    private const string BookSample = """
        {
           "event": "BOOK",
           "symbol": "SPOT_BTC_USDT",
           "timestamp": 1564710591905,
           "data": {
               "asks": [{
                   "price": 123,
                   "quantity": 0.1
               },
               // ...skip
               ],
               "bids": [{
                   "price": 100,
                   "quantity": 0.1
               },
               // ...skip
               ]
           }
        }
        """;

    private const string TransactionSample = """
        {
           "event": "TRANSACTION",
           "timestamp": 1564710591905,
           "data": {
               "id": 5, // transaction id
               "symbol": "SPOT_BTC_USDT",
               "order_id": 254558,
               "executed_price": 124,
               "executed_quantity": 0.05,
               "side": "SELL",
           }
        }
        """;

    private static readonly string[] Texts =
    [
        BookSample,
        BookSample.ReplaceLineEndings("\r\n"),
        BookSample.ReplaceLineEndings("\r"),
        TransactionSample,
        TransactionSample.Replace("// transaction id", "/* of the\n transaction */", StringComparison.Ordinal),
        "{\"event\":\"PING\" // \"a string\n,\"timestamp\":1}",
        "{\"event\":\"PING\", \"note\":\"// no comment\",\n\"timestamp\":1}",
        "{\"event\":\"PING\", \"note\":\"\\\"// no comment\",\n\"timestamp\":1}",
        "{\"event\":\"PI\nNG\",\"timestamp\":1}",
        "{\"event\":\"X\",\"text\":\"a\nb\"}",
        "{\"event\":\"POSITIONS\",\n\"data\":1}",
        "{\"event\":\"PING\",\n\"timestamp\":}",
        "\n",
        "\r",
        "",
        "a\0b",
        "\u0010",
        "\u0010000a",
        "\ud800",
        "\udc00\ud800😀",
        "\uFEFF{\"event\":\"PING\",\n\"timestamp\":1}",
    ];

    [TestCaseSource(nameof(Texts))]
    public void A_text_with_line_breaks_decodes_to_the_same_message_when_it_is_replayed(string text) => AssertReplays(text);

    [Test]
    public void Any_text_decodes_to_the_same_message_when_it_is_replayed() => Gen
        .OneOf(Gen.String[Gen.Char["{}\"\\/*,:1a\r\n \u0010\0\ud83d\ude00"], 0, 30], Gen.String)
        .Sample(AssertReplays, iter: 5000);

    [Test]
    public void Line_breaks_inside_other_texts_of_a_message_also_decode_to_the_same_message() => Gen
        .Select(OneOf(Samples.All), Gen.Int[0, 400], OneOf("\n", "\r\n", "//x\n", "/*\n*/", "// \"\n", "/* // */\n"))
        .Sample((sample, at, piece) => AssertReplays(sample.Insert(Math.Min(at, sample.Length), piece)), iter: 5000);

    [Test]
    public void A_valid_message_stays_readable_for_other_programs()
    {
        var line = RecordingText.ToLine(BookSample);

        Assert.That(line.Contains(RecordingText.Escape, StringComparison.Ordinal), Is.False);
        Assert.That(line, Does.Contain("\"price\": 123").And.Not.Contain("skip"));
    }

    [Test]
    public void The_documented_samples_are_recorded_and_replayed()
    {
        using var folder = new TemporaryFolder();
        Texts.ToObservable(ImmediateScheduler.Instance).RecordTo(folder["a"], new HistoricalScheduler()).Subscribe();
        var time = new HistoricalScheduler();
        List<NexusMessage> replayed = [];
        NexusRecording.Replay([folder["a"]], 1, time).Subscribe(text => replayed.Add(NexusDecoder.Decode(text)));
        time.Start();

        Assert.That(replayed, Is.EqualTo(Texts.Select(NexusDecoder.Decode)));
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static void AssertReplays(string text)
    {
        var line = RecordingText.IsPlain(text) ? text : RecordingText.ToLine(text);
        Assert.That(line.IndexOfAny(['\r', '\n', '\0']), Is.Negative, line);
        var characters = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(line)).ToCharArray();
        var replayed = characters.AsSpan(0, RecordingText.Unescape(characters)).ToString();

        Assert.That(NexusDecoder.Decode(replayed), Is.EqualTo(NexusDecoder.Decode(text)));
    }
}
