using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>The kit's readme says what is so: its code is compiled and run, its message is the one that comes.</summary>
public sealed partial class ReadmeTests
{
    private const string Readme = "../../Nexus.Reactive.Testing/README.md";

    [Test]
    public void The_code_of_the_readme_is_compiled_and_run()
    {
        var source = Lines(File.ReadAllText(Beside("ReadmeExample.cs")));
        var blocks = Blocks(Readme, "csharp").ToArray();
        Assert.That(blocks, Is.Not.Empty);
        foreach (var block in blocks)
            Assert.That(source, Does.Contain(Lines(block)), "this block of the readme is not in ReadmeExample.cs");
    }

    /// <summary>Fails unless both readmes, the kit's and the library's, show this message.</summary>
    public static void ShowsMessage(string message)
    {
        foreach (var readme in new[] { Readme, "../../README.md" })
            Assert.That(Blocks(readme, "text").Select(Normalized), Does.Contain(Normalized(message)), $"the message in {readme} is not the one that comes");
    }

    /// <summary>The fenced blocks of a language in a file beside this one.</summary>
    public static IEnumerable<string> Blocks(string file, string language) =>
        Block().Matches(File.ReadAllText(Beside(file)).ReplaceLineEndings("\n"))
            .Where(match => match.Groups["language"].Value == language)
            .Select(static match => match.Groups["text"].Value);

    private static string Lines(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(static line => line.Trim()).Where(static line => line.Length > 0));

    private static string Normalized(string message) => Place().Replace(message.ReplaceLineEndings("\n").TrimEnd(), " in ReadmeExample.cs");

    private static string Beside(string file, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, file);

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();

    [GeneratedRegex(@" in \S*ReadmeExample\.cs:line \d+", RegexOptions.None, 1000)]
    private static partial Regex Place();
}
