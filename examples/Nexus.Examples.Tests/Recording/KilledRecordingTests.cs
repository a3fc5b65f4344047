using System.Diagnostics;
using System.Reactive.Threading.Tasks;
using Nexus.Simulator;

namespace Nexus.Examples.Tests.Recording;

/// <summary>Verifies that at most the last second is lost if a recording process is killed with <c>kill -9</c>.</summary>
[NonParallelizable]
public sealed class KilledRecordingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MostLost = TimeSpan.FromSeconds(1);

    [TestCase("session.tsv")]
    [TestCase("session.tsv.gz")]
    public async Task At_most_a_second_is_lost_and_the_next_process_continues_the_file(string name)
    {
        var folder = Directory.CreateTempSubdirectory("nexus-killed-");
        try
        {
            var path = Path.Combine(folder.FullName, name);
            await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions());
            var killed = await RecordAndKillAsync(exchange.BaseUri, path, minLength: 20_000);
            var first = await ReadAsync(path);
            await RecordAndKillAsync(exchange.BaseUri, path, minLength: new FileInfo(path).Length + 20_000);
            var both = await ReadAsync(path);

            var lost = killed - first[^1].Arrival;
            TestContext.Out.WriteLine($"{first.Count} messages, the last arrived {lost.TotalMilliseconds:0} ms before the kill");
            Assert.That(first.Count, Is.GreaterThan(50));
            Assert.That(lost, Is.LessThanOrEqualTo(MostLost));
            Assert.That(first.Select(static line => line.Message), Has.None.TypeOf<MalformedMessage>());
            Assert.That(both.Take(first.Count), Is.EqualTo(first), "the second process destroys nothing");
            Assert.That(both.Count, Is.GreaterThan(first.Count + 10));
            Assert.That(both.Select(static line => line.Message), Has.None.TypeOf<MalformedMessage>());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The time of the kill.</summary>
    private static async Task<DateTimeOffset> RecordAndKillAsync(Uri exchange, string path, long minLength)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "Monitor.dll"), "--endpoint", exchange.ToString(), "--key", "demo", "--plain", "--for", "10m", "--record", path })
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            using var timeout = new CancellationTokenSource(Patience);
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (!File.Exists(path) || new FileInfo(path).Length < minLength)
            {
                Assert.That(process.HasExited, Is.False, "the program ended by itself");
                await timer.WaitForNextTickAsync(timeout.Token);
            }
        }
        finally
        {
            process.Kill();
        }

        var killed = DateTimeOffset.UtcNow;
        await process.WaitForExitAsync();
        return killed;
    }

    private static async Task<List<(DateTimeOffset Arrival, NexusMessage Message)>> ReadAsync(string path)
    {
        var scheduler = new System.Reactive.Concurrency.HistoricalScheduler();
        var lines = new List<(DateTimeOffset, NexusMessage)>();
        var reading = System.Reactive.Linq.Observable.Do(
            NexusRecording.Replay([path], 1, scheduler),
            text => lines.Add((scheduler.Now, NexusDecoder.Decode(text)))).ToTask();
        scheduler.Start();
        await reading;
        return lines;
    }
}
