using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive.Tests.Decoding;
using static Nexus.Reactive.Tests.Recording.RecordedFeed;

namespace Nexus.Reactive.Tests.Recording;

/// <summary>A source of strings may contain null.</summary>
public sealed class NullTextTests
{
    [Test]
    public async Task A_null_string_is_replayed_as_the_same_message_as_live()
    {
        using var folder = new TemporaryFolder();
        using var source = new Subject<string>();
        using var recorded = source.RecordTo(folder["strings"]).Subscribe();
        var live = await folder.RecordAsync(source.ToNexusFeed(), "feed", () => Push(source, [Samples.Trade, null!, "", Samples.Book]));
        recorded.Dispose();

        Assert.That(live[1], Is.Not.EqualTo(live[2]));
        Assert.That(await ReplayAsync(folder["feed"]), Is.EqualTo(live));
        Assert.That(await ReplayAsync(folder["strings"]), Is.EqualTo(live));
    }
}
