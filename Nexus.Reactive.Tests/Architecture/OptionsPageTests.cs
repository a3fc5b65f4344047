using System.Reflection;
using System.Text.RegularExpressions;
using Nexus.Reactive.Backtesting;
using Nexus.Reactive.Nats;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Architecture;

/// <summary>docs/options.md lists every public option of every package, and nothing else.</summary>
public sealed partial class OptionsPageTests
{
    private static readonly Type[] OptionTypes = new[] { typeof(NexusFeed), typeof(NexusBus), typeof(Marbles), typeof(PaperExchange) }
        .SelectMany(static type => type.Assembly.GetExportedTypes())
        .Where(static type => type.Name.EndsWith("Options", StringComparison.Ordinal))
        .ToArray();

    [Test]
    public void Every_option_has_a_row_in_the_section_of_its_type() =>
        Assert.That(Rows(File.ReadAllText(Path.Combine(Repository.Root(), "docs", "options.md"))), Is.EquivalentTo(OptionTypes.SelectMany(Names)));

    [Test]
    public void Rows_are_read_with_the_type_of_their_section() =>
        Assert.That(Rows("# Options\n## AOptions\n| option |\n|---|\n| `One` | 1 | |\n## BOptions\n| `Two` | 2 | `Three` |\n"), Is.EqualTo(new[] { "AOptions.One", "BOptions.Two" }));

    private static IEnumerable<string> Names(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(property => $"{type.Name}.{property.Name}");

    private static IEnumerable<string> Rows(string page)
    {
        var section = "";
        foreach (var line in page.Split('\n'))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                section = line[3..].Trim();
            else if (Row().Match(line) is { Success: true } row)
                yield return $"{section}.{row.Groups["name"].Value}";
        }
    }

    [GeneratedRegex(@"^\| `(?<name>\w+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();
}
