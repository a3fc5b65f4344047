using System.Text.RegularExpressions;

namespace Nexus.Reactive.Tests.Docs;

/// <summary>Verifies that the links between the pages of the repository have existing targets.</summary>
public sealed partial class LinkTests
{
    private static readonly string Root = Repository.Root();

    public static IEnumerable<string> Pages() => Repository.Pages();

    [TestCaseSource(nameof(Pages))]
    public void Every_relative_link_of_a_page_points_to_a_file_and_a_heading(string page)
    {
        var broken = Links(page).Where(link => !Leads(page, link)).ToArray();
        Assert.That(broken, Is.Empty);
    }

    [Test]
    public void A_broken_link_is_found()
    {
        Assert.That(Leads("docs/clock.md", "books.md#diffs"), Is.True);
        Assert.That(Leads("docs/clock.md", "books.md#no-such-heading"), Is.False);
        Assert.That(Leads("docs/clock.md", "no-such-page.md"), Is.False);
    }

    private static IEnumerable<string> Links(string page) =>
        Link().Matches(Fence().Replace(File.ReadAllText(Path.Combine(Root, page)), ""))
            .Select(static match => match.Groups["target"].Value)
            .Where(static target => !target.Contains("://", StringComparison.Ordinal));

    private static bool Leads(string page, string link)
    {
        var parts = link.Split('#', 2);
        var target = parts[0].Length == 0 ? Path.Combine(Root, page) : Path.Combine(Root, Path.GetDirectoryName(page)!, parts[0]);
        if (parts is [_, var heading])
            return File.Exists(target) && Headings(target).Contains(heading);
        return File.Exists(target) || Directory.Exists(target);
    }

    private static IEnumerable<string> Headings(string file) =>
        File.ReadLines(file).Where(static line => line.StartsWith('#'))
            .Select(static line => NotInAnchor().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"(?:\]\(|src=""|srcset="")(?<target>[^)""\s]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Fence();

    [GeneratedRegex("[^a-z0-9 -]", RegexOptions.None, 1000)]
    private static partial Regex NotInAnchor();
}
