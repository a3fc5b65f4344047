using System.Globalization;

namespace Nexus.Recording;

/// <summary>Numbers with their nouns.</summary>
internal static class Counts
{
    public static string Of(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
