namespace Nexus.Reactive.Tests.Shared;

/// <summary>A fenced block of C# in a readme or a documentation page.</summary>
/// <param name="Page">The page's path in the repository.</param>
/// <param name="Line">The number of its first line of code.</param>
/// <param name="Code">The code.</param>
/// <param name="Given">Code that the page's blocks may use and readers need not see: the text between <c>&lt;!-- given</c> and <c>--&gt;</c>.</param>
public sealed record CodeBlock(string Page, int Line, string Code, string Given = "")
{
    private const string Fence = "```";

    /// <summary>Whether the block needs an example or ASP.NET to compile; the library's tests reference neither.</summary>
    public bool UsesExamples => new[] { "using Microsoft.AspNetCore", "using Nexus.Desk", "using Nexus.Reactive.Hosting" }
        .Any(line => Code.Contains(line, StringComparison.Ordinal) || Given.Contains(line, StringComparison.Ordinal));

    public override string ToString() => $"{Page}:{Line}";

    /// <summary>The blocks of all pages of the repository.</summary>
    public static IEnumerable<CodeBlock> All() =>
        Repository.Pages().SelectMany(static page => Of(page, File.ReadAllLines(Path.Combine(Repository.Root(), page))));

    public static IEnumerable<CodeBlock> Of(string page, IReadOnlyList<string> lines)
    {
        var given = string.Join('\n', lines.SkipWhile(static line => line != "<!-- given").Skip(1).TakeWhile(static line => line != "-->"));
        for (var i = 0; i < lines.Count; i++)
        {
            if (!lines[i].StartsWith(Fence, StringComparison.Ordinal))
                continue;
            var language = lines[i][Fence.Length..].Trim();
            var first = i + 1;
            while (++i < lines.Count && lines[i] != Fence)
            {
            }

            if (language == "csharp")
                yield return new CodeBlock(page, first + 1, string.Join('\n', lines.Skip(first).Take(i - first)), given);
        }
    }
}
