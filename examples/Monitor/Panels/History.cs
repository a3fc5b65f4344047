using System.Collections.Immutable;

namespace Nexus.Monitoring.Panels;

/// <summary>The latest items, newest first, up to a limit.</summary>
internal static class History
{
    public static ImmutableList<T> Remember<T>(this ImmutableList<T> items, T item, int most)
    {
        var grown = items.Insert(0, item);
        return grown.Count > most ? grown.RemoveAt(most) : grown;
    }
}
