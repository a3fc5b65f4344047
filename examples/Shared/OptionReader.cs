using System.Globalization;

namespace Nexus.Examples;

/// <summary>A command line, an option at a time. A fault is a <see cref="FormatException"/> whose message is one line naming the option.</summary>
internal sealed class OptionReader(IReadOnlyList<string> args)
{
    // What a timer can wait for, some 24 days, in seconds.
    private const double LongestWait = int.MaxValue / 1000;

    private int _next;

    /// <summary>The option in hand.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Goes to the next option; false at the end.</summary>
    public bool Read()
    {
        if (_next >= args.Count)
            return false;
        Name = args[_next++];
        return true;
    }

    /// <summary>The option's value.</summary>
    public string Text() => _next < args.Count && args[_next].Length > 0 ? args[_next++] : throw Fault("a value is missing");

    /// <summary>A whole number, with its unit or without.</summary>
    public int Whole(int min, int max, string unit = "")
    {
        var text = Text();
        if (text.EndsWith(unit, StringComparison.Ordinal))
            text = text[..^unit.Length];
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw Fault($"'{text}' is not a whole number from {min} to {max}");
    }

    /// <summary>How many a second.</summary>
    public double Rate()
    {
        var text = Text();
        return TryNumber(text, out var number) && number is > 0 and <= 1_000_000 ? number : throw Fault($"'{text}' is not a number above 0, up to 1000000");
    }

    public TimeSpan Duration()
    {
        var text = Text();
        var digits = text.TrimEnd('h', 'm', 's');
        var seconds = text[digits.Length..] switch
        {
            "ms" => 0.001,
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            _ => 0,
        };
        return TryNumber(digits, out var number) && number * seconds is >= 0.001 and <= LongestWait
            ? TimeSpan.FromSeconds(number * seconds)
            : throw Fault($"'{text}' is not a duration such as 500ms, 30s, 5m or 1h");
    }

    /// <summary>There is no option of this name.</summary>
    public FormatException Unknown() => Fault("no such option; --help lists them");

    public FormatException Fault(string fault) => new($"{Name}: {fault}");

    public static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
}
