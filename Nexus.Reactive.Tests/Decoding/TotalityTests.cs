using System.Text.Json;
using CsCheck;

namespace Nexus.Reactive.Tests.Decoding;

/// <summary>Verifies that every input produces exactly one message, and that equal inputs produce equal messages.</summary>
public sealed class TotalityTests
{
    // Determines independently whether a text is JSON, with the same tolerance.
    private static readonly JsonDocumentOptions SameLeniency = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 64 };

    private const string Characters = "{}[]:,\"\"\\/*01eE-+.tfnu \n'N";

    [Test]
    public void Any_mutated_message_produces_one_message_and_agrees_with_System_Text_Json() =>
        Mutations.Of(Gen.Int[0, Samples.All.Length - 1].Select(i => Samples.All[i])).Sample(Check, iter: 30_000);

    [Test]
    public void Any_text_produces_one_message() => Gen.String[0, 60].Sample(Check, iter: 5_000);

    [Test]
    public void Any_string_of_JSON_characters_produces_one_message() =>
        Gen.Int[0, Characters.Length - 1].Select(i => Characters[i]).Array[0, 24].Select(c => new string(c)).Sample(Check, iter: 30_000);

    [Test, Explicit("Takes ten gigabytes.")]
    public void The_longest_books_produce_one_message()
    {
        var text = $$$"""{"event":"BOOK","symbol":"SPOT_BTC_USDT","timestamp":1,"data":{"asks":[{{{new string(' ', 900_000_000)}}}{"price":1,"quantity":1}],"bids":[]}}""";

        Assert.That(NexusDecoder.Decode(text), Is.TypeOf<Book>());
    }

    private static void Check(string text)
    {
        var message = NexusDecoder.Decode(text);

        Assert.That(NexusDecoder.Decode(text), Is.EqualTo(message));
        if (text.Any(char.IsSurrogate) || text.Contains("\\u", StringComparison.Ordinal))
            return;
        var isJson = message is not MalformedMessage { Reason: var reason } || !reason.StartsWith("not JSON", StringComparison.Ordinal);
        Assert.That(isJson, Is.EqualTo(IsJson(text)), $"{text} gave {message}");
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text is ['\uFEFF', ..] ? text[1..] : text, SameLeniency);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
