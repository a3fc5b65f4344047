using System.Globalization;

namespace Nexus.Reactive.Benchmarks;

/// <summary>
/// Measures the time from the writing of a TRADE in another process to its subscriber, at several rates, in interleaved rounds whose order alternates. The
/// first round of each receiver is not counted.
/// </summary>
internal static class TailBenchmark
{
    private const int RoundsPerRate = 6;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);
    private static readonly int[] Rates = [1_000, 10_000, 50_000];

    public static int Run(string[] arguments)
    {
        switch (arguments)
        {
            case [PacedServer.Argument]:
                return PacedServer.Run();
            case []:
                Print(MeasureAsync().GetAwaiter().GetResult());
                return 0;
            case ["--plot", var file]:
                var rows = MeasureAsync().GetAwaiter().GetResult();
                Print(rows);
                TailPlot.Save(file, rows);
                return 0;
            default:
                Console.Error.WriteLine("usage: tails [--plot FILE]");
                return 2;
        }
    }

    private static async Task<IReadOnlyList<TailRow>> MeasureAsync()
    {
        using var exchange = await PacedExchange.StartAsync();
        List<TailRow> rows = [];
        foreach (var rate in Rates)
        {
            var rounds = Receiver.All.ToDictionary(static receiver => receiver, static _ => new List<Latencies>());
            for (var round = 0; round <= RoundsPerRate; round++)
            {
                foreach (var receiver in round % 2 == 0 ? Receiver.All : Receiver.All.Reverse())
                {
                    var latencies = await ReceiveAsync(exchange, receiver, rate);
                    if (round > 0)
                        rounds[receiver].Add(latencies);
                }
            }

            var bare = rounds[Receiver.All[0]];
            rows.AddRange(Receiver.All.Select(receiver => new TailRow(receiver.Name, rate, rounds[receiver], bare)));
        }

        return rows;
    }

    private static async Task<Latencies> ReceiveAsync(PacedExchange exchange, Receiver receiver, int rate)
    {
        var count = (int)(rate * Round.TotalSeconds);
        var latencies = new Latencies(count);
        await exchange.SendAsync(receiver.Connections, rate, count, () => receiver.ConnectAsync(exchange.Address, latencies.Add), latencies.All, GC.Collect);
        return latencies;
    }

    private static void Print(IReadOnlyList<TailRow> rows)
    {
        Console.WriteLine("Microseconds from the writing of a TRADE in another process to its subscriber; in parentheses: relative to the bare loop in the same round, median and range over the rounds.");
        foreach (var group in rows.GroupBy(static row => row.Rate))
        {
            Console.WriteLine();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {group.Key:N0} a second | p50 | p90 | p99 | p99.9 | longest | collections | their pauses |"));
            Console.WriteLine("|---|---|---|---|---|---|---|---|");
            foreach (var row in group)
                Console.WriteLine(row);
        }
    }
}
