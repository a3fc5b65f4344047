using System.Text.RegularExpressions;

namespace Nexus.Reactive.Tests.Architecture;

/// <summary>docs/architecture.md matches the folders and files that it describes.</summary>
public sealed partial class ArchitecturePageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root(), "docs", "architecture.md")).ReplaceLineEndings("\n");

    [Test]
    public void The_diagram_shows_each_folder_on_its_floor()
    {
        var picture = Page.Split("```text\n")[1].Split("\n```")[0];
        var floors = picture.Split("─\n").SelectMany(static part => Folder().Matches(part).Select(match => (match.Value, Floor: part.TrimStart()[0] - '0')));

        var shown = floors.Where(static folder => Floors.All.ContainsKey(folder.Value)).ToDictionary(static folder => folder.Value, static folder => folder.Floor);
        Assert.That(shown, Is.EquivalentTo(Floors.All));
    }

    [Test]
    public void The_table_lists_each_folder()
    {
        var folders = Row().Matches(Page).Select(static match => match.Groups["folder"].Value);
        Assert.That(folders, Is.EquivalentTo(Floors.All.Keys.Where(static folder => !folder.Contains('/', StringComparison.Ordinal))));
    }

    [Test]
    public void Each_named_file_exists()
    {
        var root = Repository.Root();
        var named = Named().Matches(Page).Select(static match => match.Groups["path"].Value).Distinct().ToArray();

        Assert.That(named, Has.Length.GreaterThan(6));
        Assert.That(named.Where(path => !Floors.All.ContainsKey(path) && !File.Exists(Path.Combine(root, "Nexus.Reactive", path + ".cs"))), Is.Empty);
    }

    [GeneratedRegex("[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z]+)*", RegexOptions.None, 1000)]
    private static partial Regex Folder();

    [GeneratedRegex("^\\| `(?<folder>[A-Z][A-Za-z]+)` \\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<path>[A-Z][A-Za-z]+/[A-Z][A-Za-z/]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();
}
