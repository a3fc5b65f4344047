using Nexus.Monitoring.Sources;

namespace Nexus.Examples.Tests.Monitor;

/// <summary>A source whose messages and statuses come from the test.</summary>
internal sealed class FakeSource(NexusFeed feed, IReadOnlyList<Line> lines, Playback? playback = null) : FeedSource(feed, lines)
{
    public override Playback? Playback => playback;
}
