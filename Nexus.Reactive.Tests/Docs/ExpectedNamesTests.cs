namespace Nexus.Reactive.Tests.Docs;

/// <summary>
/// Verifies the table of names in the page on troubleshooting: the library has each name on the right and none on the left. Verifies the right columns of the
/// page on migration.
/// </summary>
public sealed class ExpectedNamesTests
{
    private const string Given = """
        global using Nexus.Reactive.Backtesting;

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
            public static string text => "";
            public static string reason => "";
            public static CancellationToken token => default;
            public static ConnectionStatus status => null!;
            public static NexusClientOptions options => null!;
            public static System.Threading.SynchronizationContext context => null!;
            public static Websocket.Client.IWebsocketClient socket => null!;
            public static Subject<string> subject => null!;
            public static FeedGap gap => null!;
            public static FeedResumed resumed => null!;
            public static TopOfBook top => null!;
            public static VwapBands bands => null!;
            public static BookSignal signal => null!;
            public static (Trade Left, Book? Right) joined => default;
            public static Transaction fill => null!;
            public static OrderSnapshotEntry entry => null!;
            public static Portfolio portfolio => null!;
            public static SymbolProfit profit => null!;
            public static FeeSchedule fees => null!;
            public static BackTestTable table => null!;
            public static BackTestRun<int> run => null!;
            public static Task SaveAsync(Trade trade, CancellationToken token) => Task.CompletedTask;
            public static TimeSpan period => default;
            public static TimeSpan interval => default;
            public static decimal price => 0;
            public static decimal notional => 0;
            public static int n => 0;
            public static long id => 0;
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

    [Test]
    public void Every_expression_and_member_that_migration_recommends_exists()
    {
        var names = File.ReadLines(Path.Combine(Repository.Root(), "docs/migration.md"))
            .Where(static line => line.StartsWith('|')).SelectMany(static line => Code(line, column: 2)).ToLookup(static name => name.All(char.IsLetterOrDigit));
        var members = typeof(NexusFeed).Assembly.GetExportedTypes().Append(typeof(IDisposable))
            .SelectMany(static type => type.GetMembers().Select(static member => member.Name).Append(type.Name)).Append("decimal").ToHashSet(StringComparer.Ordinal);

        Assert.That(names[true].Where(name => !members.Contains(name)), Is.Empty);
        Assert.That(names[false].Count(), Is.GreaterThan(30));

        // The tests have no reference to the package for hosts.
        Assert.That(Faults([.. names[false].Where(static name => !name.StartsWith("services.", StringComparison.Ordinal)).Select(static name => name.Replace("=> …", "=> { }", StringComparison.Ordinal))]), Is.Empty);
    }

    private static IEnumerable<string> Code(string line, int column) => line.Split('|')[column].Split('`').Where(static (_, i) => i % 2 == 1);

    private static string[] Names(int column) =>
    [
        .. File.ReadLines(Path.Combine(Repository.Root(), "docs/troubleshooting.md"))
            .SkipWhile(static line => line != "| expected | name |")
            .TakeWhile(static line => line.StartsWith('|'))
            .SelectMany(line => Code(line, column)),
    ];

    private static IReadOnlyList<string> Faults(string[] names) =>
        BlockCompiler.Compile(new CodeBlock("names", 1, string.Join('\n', names.Select(static (name, i) => $"Delegate d{i} = () => {name};")), Given), []).Faults;
}
