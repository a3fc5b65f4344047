using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using CsCheck;

namespace Nexus.Reactive.Tests.Decoding;

/// <summary>
/// Runs the decoder on mutations of the texts in <c>Corpus</c>. An environment variable sets the number:
/// <c>NEXUS_FUZZ_INPUTS=1000000 dotnet test Nexus.Reactive.Tests --filter FullyQualifiedName~FuzzTests</c>. A text that fails is added to
/// the corpus, so that every later run starts with it.
/// </summary>
[Category(Setting.Long)]
public sealed class FuzzTests
{
    private const int Usual = 20_000;

    private static readonly string[] Corpus = [.. Directory.EnumerateFiles(Folder()).Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    [Test]
    public void Both_decoders_return_the_same_message_for_every_text_of_the_corpus()
    {
        Assert.That(Corpus, Has.Length.GreaterThan(20));
        foreach (var text in Corpus)
            Check(text);
    }

    [Test]
    public void Both_decoders_return_the_same_message_for_any_text_derived_from_the_corpus()
    {
        var inputs = Setting.Get("NEXUS_FUZZ_INPUTS", Usual);
        var any = Gen.Int[0, Corpus.Length - 1].Select(static i => Corpus[i]);
        var spliced = Gen.Select(any, any, Gen.Double[0, 1], Gen.Double[0, 1], static (a, b, x, y) => a[..(int)(a.Length * x)] + b[(int)(b.Length * y)..]);
        var tried = 0;
        Gen.OneOf(Mutations.Of(any), Mutations.Of(spliced), Mutations.Of(Wire.Message), Gen.String[0, 80]).Sample(
            text =>
            {
                Interlocked.Increment(ref tried);
                Keeping(text);
            },
            iter: inputs);

        Assert.That(tried, Is.GreaterThanOrEqualTo(inputs));
    }

    private static void Keeping(string text)
    {
        try
        {
            Check(text);
        }
        catch
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            File.WriteAllBytes(Path.Combine(Folder(), $"found-{Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]}.txt"), bytes);
            throw;
        }
    }

    private static void Check(string text)
    {
        var message = NexusDecoder.Decode(text);

        if (message is MalformedMessage malformed)
            Assert.That((malformed.Text, malformed.Reason.Contains('\n', StringComparison.Ordinal)), Is.EqualTo((text, false)));
        if (FastDecoder.Decode(text, symbols: null) is { } fast)
            Assert.That(fast, Is.EqualTo(ReferenceDecoder.Decode(text, symbols: null)));
        Assert.That(NexusDecoder.Decode(text), Is.EqualTo(message));
        Assert.That(NexusDecoder.Decode(text.AsSpan()), Is.EqualTo(message));
        if (text.Any(char.IsSurrogate))
            return;
        var utf8 = Encoding.UTF8.GetBytes(text);
        Assert.That(NexusDecoder.Decode(utf8), Is.EqualTo(message));
        Assert.That(FastDecoder.Decode(utf8, symbols: null), Is.EqualTo(FastDecoder.Decode(text, symbols: null)));
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Corpus");
}
