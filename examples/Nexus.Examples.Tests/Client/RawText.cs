namespace Nexus.Examples.Tests.Client;

internal static class RawText
{
    /// <summary>What came on each connection, one after another.</summary>
    public static List<List<string>> SplitAtGaps(this IEnumerable<string> raw)
    {
        List<List<string>> connections = [[]];
        foreach (var text in raw)
        {
            if (text.Contains("FEED_GAP", StringComparison.Ordinal))
                connections.Add([]);
            else
                connections[^1].Add(text);
        }

        return connections;
    }
}
