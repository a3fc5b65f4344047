namespace Nexus.Desk.Components;

/// <summary>Maps values of one dimension to the range 0 to 100. The greatest value is 0, because SVG coordinates start at the top.</summary>
internal readonly record struct Axis(decimal Min, decimal Max)
{
    /// <summary>Creates an axis for the values, with a margin above and a multiple of it below.</summary>
    public static Axis Around(decimal min, decimal max, decimal below = 1)
    {
        var room = max > min ? (max - min) * 0.08m : Math.Max(Math.Abs(max) * 0.001m, 0.000_001m);
        return new Axis(min - room * below, max + room);
    }

    public double FromTop(decimal value) => (double)((Max - value) / (Max - Min)) * 100;

    public double FromStart(decimal value) => 100 - FromTop(value);

    /// <summary>Returns approximately <paramref name="about"/> round values on the axis.</summary>
    public IEnumerable<decimal> Ticks(int about)
    {
        var step = RoundStep((double)(Max - Min) / about);
        for (var tick = decimal.Ceiling(Min / step) * step; tick <= Max; tick += step)
            yield return tick;
    }

    private static decimal RoundStep(double raw)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var factor = (raw / power) switch
        {
            <= 1 => 1,
            <= 2 => 2,
            <= 5 => 5,
            _ => 10,
        };
        return (decimal)(factor * power);
    }
}
