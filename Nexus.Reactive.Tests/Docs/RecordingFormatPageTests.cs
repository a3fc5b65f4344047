namespace Nexus.Reactive.Tests.Docs;

/// <summary>Verifies the sample messages on the page of recordings.</summary>
public sealed class RecordingFormatPageTests
{
    [Test]
    public void Each_sample_decodes_to_its_kind()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root(), "docs", "recordings.md"));
        var samples = page.Split("```json")[1].Split("```")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        Assert.That(
            samples.Select(static sample => NexusDecoder.Decode(sample).GetType()),
            Is.EqualTo(new[] { typeof(Book), typeof(Trade), typeof(OrderUpdate), typeof(Transaction), typeof(Ping), typeof(FeedGap), typeof(FeedResumed) }));
    }
}
