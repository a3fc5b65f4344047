namespace Nexus.Reactive.Tests.Decoding;

/// <summary>Tests of the envelope: the position of its parts, skipped values, and valid JSON.</summary>
public sealed class ShapeTests
{
    [Test]
    public void Event_may_be_the_last_property() => Assert.Multiple(() =>
    {
        foreach (var json in Samples.All)
        {
            var start = json.IndexOf("\"event\"", StringComparison.Ordinal);
            var end = json.IndexOf(',', start);
            var moved = json.Remove(start, end + 1 - start).TrimEnd()[..^1] + "," + json[start..end] + "}";
            var expected = NexusDecoder.Decode(json);
            Assert.That(NexusDecoder.Decode(moved), Is.EqualTo(expected is UnknownMessage u ? u with { Text = moved } : expected));
        }
    });

    [Test]
    public void A_nested_event_is_not_the_event() => Assert.Multiple(() =>
    {
        Assert.That(
            NexusDecoder.Decode(Samples.Trade.Replace("{\"price\"", "{\"event\":\"PING\",\"x\":{\"event\":\"BOOK\"},\"price\"", StringComparison.Ordinal)),
            Is.EqualTo(NexusDecoder.Decode(Samples.Trade)));
        Assert.That(Samples.GetReason("""{"data":{"event":"PING","timestamp":1}}"""), Is.EqualTo("event is missing"));
    });

    [Test]
    public void Unknown_properties_are_skipped_at_any_depth()
    {
        const string Extra = """{"event":1,"asks":"no","a":[[],[{"b":[1,2.5e3,null,true,"x\"y\\\u0041"]}],{}],"timestamp":{"data":{}}}""";
        foreach (var json in Samples.Typed)
        {
            var crowded = json.Replace("{\"", $"{{\"extra\":{Extra},\"", StringComparison.Ordinal);
            Assert.That(NexusDecoder.Decode(crowded), Is.EqualTo(NexusDecoder.Decode(json)), crowded);
        }
    }

    [Test]
    public void White_space_is_allowed_anywhere()
    {
        foreach (var json in Samples.Typed)
        {
            var wide = " \r\n\t" + json.Replace("\"", " \"\t", StringComparison.Ordinal).Replace("\t:", "\t :", StringComparison.Ordinal);
            wide = System.Text.RegularExpressions.Regex.Replace(json, "[{}\\[\\],:]", "\r\n \t$0\n", default, TimeSpan.FromSeconds(1));
            Assert.That(NexusDecoder.Decode(wide), Is.EqualTo(NexusDecoder.Decode(json)), wide);
        }
    }

    [Test]
    public void Comments_and_trailing_commas_are_accepted_at_any_position()
    {
        foreach (var json in Samples.Typed)
        {
            var noted = json.TrimEnd().Replace("}", ",/* } \" */}", StringComparison.Ordinal).Replace("]", ",// ]\n]", StringComparison.Ordinal)
                .Replace(":", "/**/:// : 1\r", StringComparison.Ordinal);
            Assert.That(NexusDecoder.Decode("// first\n" + noted + "/* last */ //"), Is.EqualTo(NexusDecoder.Decode(json)), noted);
        }
    }

    [Test]
    public void The_last_of_repeated_names_is_used() => Assert.Multiple(() =>
    {
        Assert.That(Samples.Decode<Trade>(Samples.TradeAt("1,\"price\":2")), Has.Property("Price").EqualTo(2m));
        Assert.That(Samples.Decode<Trade>(Samples.TradeAt("-1,\"price\":2")), Has.Property("Price").EqualTo(2m));
        Assert.That(Samples.Decode<Trade>(Samples.TradeAt("{\"price\":[]},\"price\":2")), Has.Property("Price").EqualTo(2m));
        Assert.That(Samples.GetReason(Samples.TradeAt("1,\"price\":-2")), Does.Contain("is -2"));
        Assert.That(NexusDecoder.Decode("""{"event":"BOOK","event":"PING","timestamp":1,"timestamp":2}"""), Is.EqualTo(new Ping(DateTimeOffset.UnixEpoch.AddMilliseconds(2))));
        Assert.That(Samples.GetReason(Samples.Trade.TrimEnd('}') + "},\"data\":{\"price\":1}}"), Is.EqualTo("TRADE: data.quantity is missing"), "a second data replaces the first completely");
        Assert.That(Samples.GetReason(Samples.Trade.TrimEnd('}') + "},\"data\":null}"), Does.StartWith("TRADE: data is null"));
        Assert.That(
            Samples.Decode<Book>(Samples.Book.Replace("\"bids\"", "\"asks\":[{\"price\":7,\"quantity\":1,\"price\":8}],\"bids\"", StringComparison.Ordinal)),
            Has.Property("Asks").EqualTo(new[] { new Level(8, 1) }));
        Assert.That(
            NexusDecoder.Decode(Samples.Book.Replace("\"asks\"", "\"asks\":[1,{\"price\":7}],\"asks\"", StringComparison.Ordinal)),
            Is.EqualTo(NexusDecoder.Decode(Samples.Book)));
    });

    [TestCase("{\"event\":\"PI\\u004eG\",\"timestamp\":5}")]
    [TestCase("{\"\\u0065vent\":\"PING\",\"timestamp\":5}")]
    [TestCase("{\"event\":\"PING\",\"time\\u0073tamp\":5}")]
    public void Escapes_are_decoded_in_names_and_values(string json) =>
        Assert.That(NexusDecoder.Decode(json), Is.EqualTo(new Ping(DateTimeOffset.UnixEpoch.AddMilliseconds(5))));

    [Test]
    public void An_unknown_event_keeps_its_name_and_the_whole_text() => Assert.Multiple(() =>
    {
        Assert.That(NexusDecoder.Decode(Samples.Unknown), Is.EqualTo(new UnknownMessage("POSITIONS", Samples.Unknown)));
        Assert.That(NexusDecoder.Decode("""{"event":"trade"}"""), Is.EqualTo(new UnknownMessage("trade", """{"event":"trade"}""")));
        Assert.That(NexusDecoder.Decode("""{"event":"","data":5}"""), Is.TypeOf<UnknownMessage>());
    });

    [Test]
    public void An_error_text_without_an_event_becomes_an_unknown_message()
    {
        const string Error = """{"error":{"code":-1001},"success":false}""";
        Assert.Multiple(() =>
        {
            Assert.That(NexusDecoder.Decode(Error), Is.EqualTo(new UnknownMessage("error", Error)));
            Assert.That(Samples.GetReason("""{"error":null}"""), Is.EqualTo("event is missing"));
            Assert.That(NexusDecoder.Decode("""{"error":1,"event":"PING","timestamp":5}"""), Is.TypeOf<Ping>());
        });
    }

    [TestCase("{}", "event is missing")]
    [TestCase("{\"event\":null}", "event is null but must be a string")]
    [TestCase("{\"event\":5}", "event is 5 but must be a string")]
    [TestCase("{\"event\":[\"PING\"],\"timestamp\":5}", "event is an array but must be a string")]
    [TestCase("{\"Event\":\"PING\",\"timestamp\":5}", "event is missing")]
    [TestCase("[]", "the message is an array but must be an object")]
    [TestCase("[{\"event\":\"PING\",\"timestamp\":5}]", "the message is an array but must be an object")]
    [TestCase("\"PING\"", "the message is a string but must be an object")]
    [TestCase("5", "the message is a number but must be an object")]
    [TestCase("null", "the message is null but must be an object")]
    [TestCase("true", "the message is a boolean but must be an object")]
    [TestCase(null, "the message is null")]
    public void A_message_without_an_event_is_malformed(string? text, string reason) => Assert.Multiple(() =>
    {
        Assert.That(Samples.GetReason(text), Is.EqualTo(reason));
        Assert.That(Samples.Decode<MalformedMessage>(text!), Has.Property("Text").EqualTo(text ?? ""));
    });

    [TestCase("")]
    [TestCase("   \n")]
    [TestCase("// nothing")]
    [TestCase("hello")]
    [TestCase("{")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5,")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\"}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5}}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5}{}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5},")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5} x")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5]")]
    [TestCase("{\"event\":\"PING\" \"timestamp\":5}")]
    [TestCase("{\"event\":\"PING\",,\"timestamp\":5}")]
    [TestCase("{,\"event\":\"PING\",\"timestamp\":5}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5,,}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5,\"x\":[1,,2]}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5,\"x\":[,]}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5,\"x\":,}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5,\"x\":[1 2]}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5,\"x\":[1:2]}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5,\"x\":new Date(5)}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5,\"x\":undefined}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5,\"x\":True}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5,\"x\":nul}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5,\"x\":'y'}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5,'x':1}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5,x:1}")]
    [TestCase("{event:\"PING\",\"timestamp\":5}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5,7:1}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5,\"x\":{null:1}}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5,\"x\":\"\\x\"}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5,\"x\":\"\\'\"}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5,\"x\":\"\\u12g4\"}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5,\"x\":\"a\nb\"}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5,\"x\":\"a\tb\"}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5,\"x\":\"a\0b\"}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5,\"x\":\"open}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5\0}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5}\0")]
    [TestCase("\0{\"event\":\"PING\",\"timestamp\":5}")]
    [TestCase("\uFEFF\uFEFF{\"event\":\"PING\",\"timestamp\":5}")]
    [TestCase("{\uFEFF\"event\":\"PING\",\"timestamp\":5}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5}\uFEFF")]
    [TestCase("{\"event\":\u00A0\"PING\",\"timestamp\":5}")]
    [TestCase("{\"event\":\u000B\"PING\",\"timestamp\":5}")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5} /")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5} /* open")]
    [TestCase("{\"event\":\"PING\",\"timestamp\":5} # x")]
    public void Invalid_JSON_is_malformed_and_its_position_is_reported(string text)
    {
        var message = NexusDecoder.Decode(text) as MalformedMessage;

        Assert.Multiple(() =>
        {
            Assert.That(message?.Reason, Does.StartWith("not JSON: ").And.Match(@" \(line \d+, position \d+\)$"));
            Assert.That(message?.Text, Is.EqualTo(text));
        });
    }

    [Test]
    public void A_byte_order_mark_before_the_object_is_ignored() => Assert.Multiple(static () =>
    {
        foreach (var text in Samples.All.Append("{\"event\":\"PING\",/**/\"timestamp\":5,}"))
        {
            var expected = NexusDecoder.Decode(text);
            var marked = '\uFEFF' + text;
            var message = NexusDecoder.Decode(marked);
            Assert.That(message is UnknownMessage unknown ? unknown with { Text = text } : message, Is.EqualTo(expected));
            Assert.That(ReferenceDecoder.Decode(marked, symbols: null), Is.EqualTo(message));
            Assert.That(NexusDecoder.Decode(System.Text.Encoding.UTF8.GetBytes(marked)), Is.EqualTo(message));
        }

        Assert.That(NexusDecoder.Decode("\uFEFF{"), Is.EqualTo(new MalformedMessage("\uFEFF{", ((MalformedMessage)NexusDecoder.Decode(" {")).Reason)));
    });

    [Test]
    public void Nesting_is_limited_to_64_levels_so_deep_nesting_is_harmless() => Assert.Multiple(() =>
    {
        Assert.That(NexusDecoder.Decode(Nested(63)), Is.TypeOf<Ping>());
        Assert.That(Samples.GetReason(Nested(64)), Does.StartWith("not JSON: "));
        Assert.That(Samples.GetReason(new string('[', 1_000_000)), Does.StartWith("not JSON: "));
        Assert.That(Samples.GetReason(string.Concat(Enumerable.Repeat("{\"a\":", 100_000))), Does.StartWith("not JSON: "));
    });

    [Test]
    public void A_reason_is_always_one_short_line()
    {
        var long_ = new string('9', 100_000);
        foreach (var text in (string[])[
            Samples.TradeAt("\"a\\nb\\u2028c\\u0000\""),
            Samples.TradeAt(long_),
            Samples.TradeAt("0." + long_),
            Samples.TradeAt("\"" + long_ + "\""),
            Samples.Trade.With("symbol", "\"\\n\\r\\t" + long_ + "\""),
            Samples.Trade.With("side", "\"" + string.Concat(Enumerable.Repeat("😀", 90)) + "\""),
            "{\"x\":" + long_,
            "{\"a Path 'b\\n\":[1,2 3]}",
            "\n\n" + long_ + "x"])
            Assert.That(Samples.GetReason(text), Does.Match(@"^[^\p{Cc}\p{Cf}\u2028\u2029]{10,200}$"), text[..Math.Min(80, text.Length)]);
    }

    [Test]
    public void Error_positions_count_lines_like_text_editors() => Assert.Multiple(() =>
    {
        Assert.That(Samples.GetReason("{\r\n\"a\":\r\r\n'x'}"), Is.EqualTo("not JSON: unexpected ' (line 4, position 1)"));
        Assert.That(Samples.GetReason("{\"event\":NaN}"), Is.EqualTo("not JSON: unexpected NaN (line 1, position 10)"));
    });

    [Test]
    public void A_number_is_located_after_any_line_endings_and_beyond_the_readers_buffer()
    {
        var filler = string.Concat(Enumerable.Range(0, 3000).Select(i => (i % 3) switch { 0 => "\r\n", 1 => "\r", _ => "\n" } + $"\"f{i}\":\"{new string('x', i % 50)}\","));
        Assert.That(Samples.Decode<Ping>($$"""{{{filler}}"event":"PING",{{filler}}"timestamp":{{"\n\r"}}1564710591905}"""), Has.Property("Timestamp").EqualTo(DateTimeOffset.FromUnixTimeMilliseconds(1564710591905)));
    }

    private static string Nested(int depth) =>
        $$"""{"event":"PING","timestamp":5,"x":{{new string('[', depth)}}{{new string(']', depth)}}}""";

    [Test]
    public void An_integer_of_any_length_is_skipped_in_an_unknown_property_and_too_large_in_a_known_one([Values(379, 381, 5_000)] int digits)
    {
        var number = new string('9', digits);

        Assert.Multiple(() =>
        {
            Assert.That(
                NexusDecoder.Decode($$"""{"x":{{number}},"event":"PING","y":[-{{number}}],"timestamp":5}"""),
                Is.EqualTo(new Ping(DateTimeOffset.FromUnixTimeMilliseconds(5))));
            Assert.That(
                NexusDecoder.Decode($$"""{"event":"PING","timestamp":{{number}}}"""),
                Is.TypeOf<MalformedMessage>().With.Property("Reason").StartsWith("PING: timestamp is 999"));
        });
    }
}
