namespace Nexus.Reactive.Tests.Docs;

/// <summary>Verifies the table of names in the page on troubleshooting: the library has each name on the right and none on the left.</summary>
public sealed class ExpectedNamesTests
{
    private const string Given = """
        public partial class Page
        {
            public static string key => "";
            public static string path => "";
            public static Trade trade => null!;
            public static Level level => default;
            public static Book book => null!;
            public static BookDiff diff => null!;
            public static VwapBar bar => null!;
            public static OrderEvent change => null!;
            public static Order order => null!;
            public static OrderLedger ledger => null!;
            public static Position position => null!;
            public static FaultProfile profile => null!;
            public static Side side => default;
            public static decimal quantity => 0;
            public static TimeSpan size => default;
            public static IObservable<Trade> trades => null!;
            public static IScheduler scheduler => null!;
            public static NexusClient btc => null!;
            public static NexusClient eth => null!;
            public static Marbles m => null!;
        }
        """;

    [Test]
    public void Every_name_in_the_right_column_exists()
    {
        var names = Names(column: 2);

        Assert.That(names, Has.Length.GreaterThan(20));
        Assert.That(Faults(names), Is.Empty);
    }

    [Test]
    public void No_name_in_the_left_column_exists()
    {
        var names = Names(column: 1);

        Assert.That(names.Where(static name => Faults([name]).Count == 0), Is.Empty);
    }

    private static string[] Names(int column) =>
    [
        .. File.ReadLines(Path.Combine(Repository.Root(), "docs/troubleshooting.md"))
            .SkipWhile(static line => line != "| expected | name |")
            .TakeWhile(static line => line.StartsWith('|'))
            .SelectMany(line => line.Split('|')[column].Split('`').Where(static (_, i) => i % 2 == 1)),
    ];

    private static IReadOnlyList<string> Faults(string[] names) =>
        BlockCompiler.Compile(new CodeBlock("names", 1, string.Join('\n', names.Select(static (name, i) => $"Delegate d{i} = () => {name};")), Given), []).Faults;
}
