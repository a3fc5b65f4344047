using Nexus.Examples;

namespace Strategy.Grid;

/// <summary>The values of one parameter of a grid.</summary>
internal sealed record Axis(Setting Setting, IReadOnlyList<decimal> Values)
{
    /// <summary>Reads an axis such as <c>width=0.1,0.2,0.3</c>.</summary>
    public static Axis Parse(OptionReader option, string text, IRules rules)
    {
        var settings = Setting.Of(rules);
        if (text.Split('=', 2) is not [var name, var list] || settings.FirstOrDefault(setting => setting.Name == name) is not { } setting)
            throw option.Fault($"'{text}' is not of the form NAME=VALUE,VALUE,… with a name of {string.Join(", ", settings.Select(static setting => setting.Name))}");
        decimal[] values = [.. list.Split(',').Select(value => setting.Parse(value) ?? throw option.Fault($"'{value}' is not a value of {name}"))];
        return new Axis(setting, values);
    }

    /// <summary>Returns the rules for every combination of the axes' values, the last axis fastest.</summary>
    public static IEnumerable<IRules> Combine(IRules rules, IReadOnlyList<Axis> axes) => axes.Aggregate(
        (IEnumerable<IRules>)[rules], static (sets, axis) => sets.SelectMany(_ => axis.Values, (set, value) => axis.Setting.With(set, value)));
}
