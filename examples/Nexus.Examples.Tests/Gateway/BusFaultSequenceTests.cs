namespace Nexus.Examples.Tests.Gateway;

/// <summary>
/// Random sequences of faults of a real server: nothing comes twice, and no hole is without a gap. The environment sets how many: <c>NEXUS_BUS_SEQUENCES=100</c>.
/// </summary>
[NonParallelizable]
[Category(Setting.Long)]
public sealed class BusFaultSequenceTests
{
    private const int Steps = 6;

    private static readonly TimeSpan Freeze = TimeSpan.FromMilliseconds(500);

    [Test]
    public async Task Every_lost_message_is_covered_by_a_gap_and_no_message_is_delivered_twice()
    {
        var sequences = Setting.Get("NEXUS_BUS_SEQUENCES", 1);
        for (var seed = 1; seed <= sequences; seed++)
            await RunAsync(seed);
    }

    private static async Task RunAsync(int seed)
    {
        var random = new Random(seed);
        using var server = NatsServerProcess.Start();
        await using var run = await BusRun.StartAsync(server.Url, static options => options with { BufferMessages = 2_000 });
        List<BusReader> readers = [await ReadAsync(run)];
        List<string> steps = [];
        for (var step = 0; step < Steps; step++)
        {
            run.Publish(random.Next(1, 1_000));
            steps.Add(await FaultAsync(random.Next(6), server, run, readers));
        }

        var history = $"seed {seed}: {string.Join(", ", steps)}";
        foreach (var reader in readers)
        {
            await CatchUpAsync(run, reader);
            Check(reader, history);
        }
    }

    private static async Task<string> FaultAsync(int kind, NatsServerProcess server, BusRun run, List<BusReader> readers)
    {
        switch (kind)
        {
            case 0:
                server.Kill();
                server.Start();
                return "killed and started";
            case 1:
                server.Kill();
                run.Publish(5_000);
                server.Start();
                return "killed, overflow, started";
            case 2:
                server.Signal("STOP");
                using (var pause = new PeriodicTimer(Freeze))
                    await pause.WaitForNextTickAsync();
                server.Signal("CONT");
                return "frozen";
            case 3:
                run.Send(new string('x', 2 << 20));
                return "too large";
            case 4:
                server.Kill();
                server.SaveStore();
                server.Start();
                run.Publish(500);
                await CatchUpAsync(run, readers[0]);
                server.Kill();
                server.RestoreStore();
                server.Start();
                return "tail lost";
            default:
                readers.Add(await ReadAsync(run));
                return "another reader";
        }
    }

    // A server that is away while a reader connects for the first time is an error, as a wrong address is.
    private static async Task<BusReader> ReadAsync(BusRun run)
    {
        var reader = run.Read();
        await CatchUpAsync(run, reader);
        return reader;
    }

    // The exchange goes on, so an overflow ends as soon as the buffer has room.
    private static Task CatchUpAsync(BusRun run, BusReader reader) => BusRun.WaitUntilAsync(() =>
    {
        run.Publish(1);
        return reader.Prices is [.., var last] && last > run.Last - 50;
    });

    private static void Check(BusReader reader, string history)
    {
        var (last, hasGap) = (0, true);
        foreach (var message in reader.Texts.Select(NexusDecoder.Decode))
        {
            if (message is Trade trade)
            {
                Assert.That((int)trade.Price, Is.GreaterThan(last), $"{history}: twice or out of order");
                Assert.That((int)trade.Price == last + 1 || hasGap, Is.True, $"{history}: a hole between {last} and {trade.Price} without a gap");
                (last, hasGap) = ((int)trade.Price, false);
            }

            hasGap |= message is FeedGap;
        }
    }
}
