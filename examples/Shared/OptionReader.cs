using System.Globalization;

namespace Nexus.Examples;

/// <summary>
/// Reads the options of a command line one by one. An invalid option is a <see cref="FormatException"/> whose message names the option in one line.
/// </summary>
internal sealed class OptionReader(IReadOnlyList<string> args)
{
    // The longest wait of a timer, about 24 days, in seconds.
    private const double LongestWait = int.MaxValue / 1000;

    private int _next;
    private string? _attached;

    /// <summary>The current option.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Moves to the next option; returns false at the end.</summary>
    public bool Read()
    {
        if (_attached is not null)
            throw Fault("the option takes no value");
        if (_next >= args.Count)
            return false;
        Name = args[_next++];
        if (Name.StartsWith("--", StringComparison.Ordinal) && Name.Split('=', 2) is [var name, var value])
            (Name, _attached) = (name, value);
        return true;
    }

    /// <summary>Returns the option's value, which follows a space or <c>=</c>.</summary>
    public string Text()
    {
        var text = _attached ?? (_next < args.Count ? args[_next++] : "");
        _attached = null;
        return text.Length > 0 ? text : throw Fault("the value is missing");
    }

    /// <summary>Returns a value that its type parses, such as a symbol.</summary>
    /// <param name="form">The form of the text, for the error.</param>
    public T Parse<T>(string form)
        where T : IParsable<T>
    {
        var text = Text();
        return T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : throw Fault($"'{text}' is not of the form {form}");
    }

    /// <summary>Returns the name or the address of an exchange. The error does not repeat the text, which may contain a key or a password by mistake.</summary>
    public string Endpoint()
    {
        var text = Text();
        return text is "simulator" or "staging" or "production"
            || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "ws" or "wss", Query: "", Fragment: "", UserInfo: "" })
            ? text
            : throw Fault("the value is not simulator, staging, production or an address such as ws://127.0.0.1:9001/ws");
    }

    /// <summary>Returns a whole number, with or without a unit.</summary>
    public int Whole(int min, int max, string unit = "")
    {
        var text = Text();
        if (text.EndsWith(unit, StringComparison.Ordinal))
            text = text[..^unit.Length];
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw Fault($"'{text}' is not a whole number from {min} to {max}");
    }

    /// <summary>Returns a rate per second.</summary>
    public double Rate()
    {
        var text = Text();
        return TryNumber(text, out var number) && number is > 0 and <= 1_000_000 ? number : throw Fault($"'{text}' is not a number above 0 and up to 1000000");
    }

    /// <summary>Returns a duration with a unit; a plain number is in seconds.</summary>
    public TimeSpan Duration()
    {
        var text = Text();
        var digits = text.TrimEnd('h', 'm', 's');
        var seconds = text[digits.Length..] switch
        {
            "ms" => 0.001,
            "s" or "" => 1,
            "m" => 60,
            "h" => 3600,
            _ => 0,
        };
        return TryNumber(digits, out var number) && number * seconds is >= 0.001 and <= LongestWait
            ? TimeSpan.FromSeconds(number * seconds)
            : throw Fault($"'{text}' is not a duration such as 500ms, 30, 30s, 5m or 1h");
    }

    /// <summary>Returns the error for an option that does not exist.</summary>
    public FormatException Unknown() => Fault("unknown option; --help lists the options");

    public FormatException Fault(string fault) => new($"{Name}: {fault}");

    public static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
}
