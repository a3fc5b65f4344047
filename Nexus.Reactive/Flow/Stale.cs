using System.Globalization;

namespace Nexus.Reactive;

/// <summary>An item of a stream, or a report that the stream has become silent.</summary>
/// <param name="IsStale">Whether this reports silence.</param>
/// <param name="Value">The item. For a report of silence, the last item, or the default if there was none.</param>
public sealed record Stale<T>(bool IsStale, T? Value)
{
    /// <summary>Returns the item, marked if it reports silence, independent of culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsStale ? "stale, last " : "")}{Value}");
}
