using System.Globalization;

namespace Nexus.Desk.Components;

/// <summary>Formats numbers and times for the screen, culture-independently.</summary>
internal static class Show
{
    public const string Nothing = "–";

    public static string Number(decimal? value, int decimals) =>
        value?.ToString($"N{decimals.ToString(CultureInfo.InvariantCulture)}", CultureInfo.InvariantCulture) ?? Nothing;

    /// <summary>A decimal text for scripts and inputs: no groups of digits.</summary>
    public static string Plain(decimal? value, int decimals) =>
        value?.ToString($"F{decimals.ToString(CultureInfo.InvariantCulture)}", CultureInfo.InvariantCulture) ?? "";

    public static string Plain(decimal? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>Reads a decimal with or without groups of digits; null if the text is none.</summary>
    public static decimal? Parse(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>At most four digits and a unit: 1.234 M.</summary>
    public static string Short(decimal value) => Math.Abs(value) switch
    {
        >= 1_000_000_000 => Number(value / 1_000_000_000, 2) + " B",
        >= 1_000_000 => Number(value / 1_000_000, 2) + " M",
        >= 1_000 => Number(value / 1_000, 1) + " k",
        _ => Number(value, 1),
    };

    public static string Signed(decimal? value, int decimals) => (value > 0 ? "+" : "") + Number(value, decimals).Replace('-', '−');

    public static string Clock(DateTimeOffset? time) => time?.ToString("HH:mm:ss", CultureInfo.InvariantCulture) ?? Nothing;

    public static string Milliseconds(DateTimeOffset time) => time.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    public static string Percent(double part) => string.Create(CultureInfo.InvariantCulture, $"{part * 100:0.##}%");

    public static string Latency(TimeSpan? roundTrip) => roundTrip switch
    {
        null => Nothing,
        { TotalMilliseconds: < 10 } fast => string.Create(CultureInfo.InvariantCulture, $"{fast.TotalMilliseconds:0.0} ms"),
        { } slow => string.Create(CultureInfo.InvariantCulture, $"{slow.TotalMilliseconds:0} ms"),
    };
}
