using System.Diagnostics;
using System.Globalization;
using System.Reactive.Subjects;
using Nexus.Reactive.Nats;

namespace Nexus.Reactive.Benchmarks;

/// <summary>
/// Compares the message bus with NATS without JetStream on the same server: latencies in alternating rounds at 1,000 messages a second, and the rate from a
/// publisher in another process to one reader.
/// </summary>
internal static class BusBenchmark
{
    private const string Publisher = "--publish";
    private const int Rounds = 6;
    private const int Messages = 200_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");

    public static int Run(string[] arguments)
    {
        switch (arguments)
        {
            case [Publisher, var url, var environment]:
                PublishAsync(new Uri(url), environment).GetAwaiter().GetResult();
                return 0;
            case []:
                return RunAsync().GetAwaiter().GetResult();
            default:
                Console.Error.WriteLine("usage: bus");
                return 2;
        }
    }

    /// <summary>A TRADE of 200 bytes.</summary>
    public static string Text(int number)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $$$"""{"event":"TRADE","timestamp":{{{1_700_000_000_000 + number}}},"symbol":"SPOT_BTC_USDT","data":{"price":{{{number + 1}}},"quantity":1,"side":"BUY"}}""");
        return text.PadRight(200);
    }

    private static async Task<int> RunAsync()
    {
        using var server = NatsServer.TryStart();
        if (server is null)
        {
            Console.WriteLine("bus: skipped, nats-server is not installed");
            return 0;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Microseconds from publication to the subscriber at {BusLatency.Rate} messages a second; 'ratio': bus to NATS in the same round, median and range of {Rounds} rounds."));
        List<(double[] Core, double[] Bus)> rounds = [];
        for (var round = 0; round <= Rounds; round++)
        {
            double[] core = [], bus = [];
            foreach (var isBus in round % 2 == 0 ? [false, true] : new[] { true, false })
            {
                if (isBus)
                    bus = await BusLatency.OfBusAsync(new NexusBusOptions { Url = server.Url, Environment = $"latency{round}" }, Btc);
                else
                    core = await BusLatency.OfNatsAsync(server.Url);
            }

            if (round > 0)
                rounds.Add((core, bus));
        }

        foreach (var percentile in new[] { 50, 90, 99 })
        {
            double[] ratios = [.. rounds.Select(round => At(round.Bus, percentile) / At(round.Core, percentile)).Order()];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"p{percentile}: NATS {Median(rounds.Select(round => At(round.Core, percentile))):0}, bus {Median(rounds.Select(round => At(round.Bus, percentile))):0}, ratio {ratios[ratios.Length / 2]:0.00} ({ratios[0]:0.00}–{ratios[^1]:0.00})"));
        }

        await RateAsync(server.Url);
        return 0;
    }

    private static async Task RateAsync(Uri url)
    {
        const string environment = "rate";
        using var publisher = OwnProcess.Start("bus", Publisher, url.ToString(), environment);
        await publisher.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        await using var bus = new NexusBus(new NexusBusOptions { Url = url, Environment = environment });
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (count, before, after) = (0, 0L, 0L);
        var feed = bus.Feed(Btc, new BusStart.Beginning());
        using var subscription = feed.Trades.Subscribe(_ =>
        {
            if (count++ == 0)
                before = GC.GetTotalAllocatedBytes(precise: true);
            if (count < Messages)
                return;
            after = GC.GetTotalAllocatedBytes(precise: true);
            all.TrySetResult();
        });
        using var connection = feed.Connect();
        var watch = Stopwatch.StartNew();
        await publisher.StandardInput.WriteLineAsync("publish");
        await all.Task.WaitAsync(Patience);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"rate: {Messages / watch.Elapsed.TotalSeconds:N0} messages of 200 bytes a second through a publisher and one reader's feed; the reader allocates {(after - before) / (double)Messages:0} bytes a message"));
    }

    private static async Task PublishAsync(Uri url, string environment)
    {
        await using var bus = new NexusBus(new NexusBusOptions { Url = url, Environment = environment, BufferMessages = 2 * Messages });
        using var source = new Subject<string>();
        var publishing = bus.PublishAsync(Btc, source);
        SpinWait.SpinUntil(() => source.HasObservers || publishing.IsCompleted);
        string[] texts = [.. Enumerable.Range(0, Messages).Select(Text)];
        Console.WriteLine("ready");
        Console.ReadLine();
        foreach (var text in texts)
            source.OnNext(text);
        source.OnCompleted();
        await publishing;
    }

    private static double At(double[] ordered, int percentile) => ordered[ordered.Length * percentile / 100];

    private static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return ordered[ordered.Length / 2];
    }
}
