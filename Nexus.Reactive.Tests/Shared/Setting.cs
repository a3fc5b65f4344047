using System.Globalization;

namespace Nexus.Reactive.Tests.Shared;

/// <summary>
/// The size of a long-running test. The default is suitable for every run; an environment variable sets a larger size. Tests that read one are in the category
/// <see cref="Long"/>, which .ci/run repeats with larger values.
/// </summary>
internal static class Setting
{
    public const string Long = "Long";

    /// <summary>The value of an environment variable, or <paramref name="usual"/> if it is not set.</summary>
    public static int Get(string variable, int usual)
    {
        var text = Environment.GetEnvironmentVariable(variable);
        return string.IsNullOrEmpty(text) ? usual : int.Parse(text, CultureInfo.InvariantCulture);
    }
}
