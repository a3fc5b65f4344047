using System.Globalization;

namespace Nexus.Desk.Components;

/// <summary>Formats numbers and times for the screen, culture-independently.</summary>
internal static class Show
{
    public const string Nothing = "–";

    public static string Number(decimal? value, int decimals) =>
        value?.ToString($"N{decimals.ToString(CultureInfo.InvariantCulture)}", CultureInfo.InvariantCulture) ?? Nothing;

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
