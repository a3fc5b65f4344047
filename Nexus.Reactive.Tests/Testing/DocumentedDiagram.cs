using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>A diagram as an operator's documentation draws it: lines of a label, two spaces or more, and marbles; a line with <c>=</c> is prose.</summary>
public sealed partial class DocumentedDiagram
{
    private readonly Dictionary<string, string> _lines;

    /// <summary>The diagram of an operator; of the one that its last line names when none is said.</summary>
    public DocumentedDiagram(string code, string? @operator = null, string signature = "")
    {
        Signature = signature;
        var lines = code.Split('\n').Select(static line => line.Trim()).Where(static line => line.Length > 0 && !line.Contains('=', StringComparison.Ordinal));
        var matches = lines.Select(line => Line().Match(line) is { Success: true } match ? match : throw new FormatException($"{@operator}: \"{line}\" is no line of a diagram")).ToArray();
        _lines = matches.ToDictionary(static match => match.Groups["label"].Value, static match => match.Groups["marbles"].Value, StringComparer.Ordinal);
        Operator = @operator ?? matches[^1].Groups["label"].Value;
    }

    /// <summary>The method's name.</summary>
    public string Operator { get; }

    /// <summary>The method's parameters as the documentation file has them; empty in a readme.</summary>
    public string Signature { get; }

    /// <summary>What comes out.</summary>
    public string Result => this[Operator];

    public string this[string label] => _lines.TryGetValue(label, out var marbles) ? marbles : throw new FormatException($"{Operator}: its diagram has no line \"{label}\"");

    /// <summary>The diagrams of all public operators.</summary>
    public static IReadOnlyList<DocumentedDiagram> OfOperators { get; } =
        [.. XDocument.Load(Path.ChangeExtension(typeof(NexusObservable).Assembly.Location, "xml")).Descendants("member")
            .Select(static member => (Method: Method().Match(member.Attribute("name")!.Value), Code: member.Descendants("code").FirstOrDefault()))
            .Where(static member => member.Method.Success && member.Code is not null)
            .Select(static member => new DocumentedDiagram(member.Code!.Value, member.Method.Groups["name"].Value, member.Method.Groups["signature"].Value))];

    /// <summary>Those, and what stands as <c>marbles</c> in the readme.</summary>
    public static IReadOnlyList<DocumentedDiagram> All { get; } =
        [.. OfOperators, .. ReadmeTests.Blocks("../../README.md", "marbles").Select(static block => new DocumentedDiagram(block))];

    public override string ToString() => Operator + Signature;

    [GeneratedRegex(@"^(?<label>\S+)\s{2,}(?<marbles>\S+)$", RegexOptions.None, 1000)]
    private static partial Regex Line();

    [GeneratedRegex(@"^M:Nexus\.Reactive\.NexusObservable\.(?<name>\w+)(?<signature>.*)$", RegexOptions.None, 1000)]
    private static partial Regex Method();
}
