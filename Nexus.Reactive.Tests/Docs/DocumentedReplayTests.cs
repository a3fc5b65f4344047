using System.Diagnostics;
using System.Globalization;
using System.Reactive.Subjects;
using Nexus.Reactive.Tests.Decoding;
using Nexus.Reactive.Tests.Recording;

namespace Nexus.Reactive.Tests.Docs;

/// <summary>Runs the replay programs of the documentation, each in a process of its own, and reads what they print.</summary>
public sealed class DocumentedReplayTests : FolderTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Test]
    public async Task The_program_of_the_page_on_recordings_prints_each_trade()
    {
        var live = await RecordAsync("btc.tsv.gz");

        var printed = await RunAsync("docs/recordings.md", "OpenFeed(\"btc.tsv.gz\")");

        Assert.That(printed, Is.EqualTo(live.OfType<Trade>().Select(static trade => trade.ToString())));
    }

    [Test]
    public async Task The_program_of_the_first_page_prints_each_bar()
    {
        var live = await RecordAsync("session.tsv.gz");

        var printed = await RunAsync("docs/getting-started.md", "OpenFeed(\"session.tsv.gz\")");

        Assert.That(printed, Is.EqualTo(live.OfType<VwapBar>().Select(static bar => bar.ToString())));
    }

    private async Task<List<object>> RecordAsync(string name)
    {
        List<object> live = [];
        using var source = new Subject<string>();
        var feed = source.ToNexusFeed();
        feed.Trades.Subscribe(live.Add);
        feed.VwapTumbling(TimeSpan.FromSeconds(1)).Subscribe(live.Add);
        await using (feed.RecordTo(Folder[name]))
        {
            using var connection = feed.Connect();
            for (var i = 0; i < 200; i++)
                source.OnNext(Samples.Trade.With("timestamp", string.Create(CultureInfo.InvariantCulture, $"{1_723_075_200_000 + (i * 130)}")));
            source.OnCompleted();
        }

        return live;
    }

    private async Task<string[]> RunAsync(string page, string text)
    {
        var blocks = CodeBlock.All().Where(block => block.Page == page).ToList();
        var block = blocks.Single(block => block.Code.Contains(text, StringComparison.Ordinal) && block.Code.Contains("RunAsync()", StringComparison.Ordinal));
        var (assembly, faults) = BlockCompiler.Compile(block, blocks.Where(other => other.Line < block.Line));
        Assert.That(faults, Is.Empty);
        await File.WriteAllBytesAsync(Folder["Block.dll"], assembly);
        var tests = typeof(DocumentedReplayTests).Assembly.GetName().Name;
        File.Copy(Path.Combine(AppContext.BaseDirectory, tests + ".runtimeconfig.json"), Folder["Block.runtimeconfig.json"]);
        foreach (var library in Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll"))
            File.Copy(library, Folder[Path.GetFileName(library)]);

        var start = new ProcessStartInfo("dotnet", [Folder["Block.dll"]]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = Folder[""] };
        using var process = Process.Start(start)!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(Limit);
            Assert.That((process.ExitCode, await errors), Is.EqualTo((0, "")));
            return (await output).Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
