using System.Globalization;

namespace Nexus.Reactive.Hosting;

/// <summary>Reads durations such as <c>00:00:30</c>, <c>30s</c> or <c>500ms</c>.</summary>
/// <remarks>A number alone is refused: .NET reads it as days, and other programs as seconds or milliseconds.</remarks>
internal static class DurationText
{
    public const string Form = "a duration such as 00:00:30, 30s or 500ms";

    private static readonly (string Name, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        if (text.Contains(':', StringComparison.Ordinal))
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out duration);

        var trimmed = text.Trim();
        var unit = Array.Find(Units, unit => trimmed.EndsWith(unit.Name, StringComparison.OrdinalIgnoreCase));
        duration = default;
        if (unit.Name is null || !double.TryParse(trimmed.AsSpan(0, trimmed.Length - unit.Name.Length), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return false;
        var seconds = number * unit.Seconds;
        if (Math.Abs(seconds) >= TimeSpan.MaxValue.TotalSeconds)
            return false;
        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }
}
