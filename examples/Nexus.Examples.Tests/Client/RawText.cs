namespace Nexus.Examples.Tests.Client;

internal static class RawText
{
    /// <summary>The messages of each connection. After each gap, FEED_RESUMED must precede the first message.</summary>
    public static List<List<string>> SplitAtGaps(this IEnumerable<string> raw)
    {
        List<List<string>> connections = [[]];
        var isInGap = false;
        foreach (var text in raw)
        {
            var isResumed = text.StartsWith("""{"event":"FEED_RESUMED",""", StringComparison.Ordinal);
            var isGap = text.StartsWith("""{"event":"FEED_GAP",""", StringComparison.Ordinal);
            Assert.That(isResumed, Is.EqualTo(isInGap && !isGap), text);
            isInGap = isGap;
            if (isGap)
                connections.Add([]);
            else if (!isResumed)
                connections[^1].Add(text);
        }

        return connections;
    }
}
