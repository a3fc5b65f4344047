using System.Diagnostics;
using System.Globalization;
using System.Reactive.Disposables;

namespace Nexus.Reactive.Benchmarks;

/// <summary>
/// Prints what a message and a symbol cost as the number of connections grows. All connections together receive the same number of TRADEs a second from another
/// process, one symbol each.
/// </summary>
internal static class ClientSizes
{
    private const int Rate = 10_000;
    private const int Seconds = 3;
    private const int Rounds = 3;
    private static readonly int[] Counts = [1, 10, 100, 1_000];

    private static NexusClientOptions Options { get; } = new() { PingInterval = Timeout.InfiniteTimeSpan, StaleAfter = Timeout.InfiniteTimeSpan };

    public static async Task PrintAsync()
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Microseconds of CPU a message at {Rate:N0} messages a second on all connections together, median of {Rounds} rounds; in the last column: managed kilobytes kept for each connection."));
        Console.WriteLine();
        Console.WriteLine($"| connections | {string.Join(" | ", Counts.Select(static count => count.ToString("N0", CultureInfo.InvariantCulture)))} | kB a connection |");
        Console.WriteLine($"|---|---|{string.Concat(Enumerable.Repeat("---|", Counts.Length))}");
        await PrintAsync("bare loops on ClientWebSocket", BareAsync);
        await PrintAsync("clients, one subscriber each", (address, count, received) => ClientsAsync(address, count, clients => Apart(clients, received)));
        await PrintAsync("clients, combined to one feed", (address, count, received) => ClientsAsync(address, count, clients => Combined(clients, received)));
    }

    private static async Task PrintAsync(string name, Func<Uri, int, Action, Task<IAsyncDisposable>> connect)
    {
        using var exchange = await PacedExchange.StartAsync();
        var costs = Counts.ToDictionary(static count => count, static _ => new List<(double Microseconds, long Bytes)>());
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var count in round % 2 == 0 ? Counts : Counts.Reverse())
            {
                var cost = await MeasureAsync(exchange, count, connect);
                if (round > 0)
                    costs[count].Add(cost);
            }
        }

        var cells = Counts.Select(count => Median(costs[count].Select(static cost => cost.Microseconds)).ToString("0.0", CultureInfo.InvariantCulture));
        var bytes = (Median(costs[Counts[^1]].Select(static cost => (double)cost.Bytes)) - Median(costs[Counts[0]].Select(static cost => (double)cost.Bytes))) / (Counts[^1] - Counts[0]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {string.Join(" | ", cells)} | {bytes / 1000:0.0} |"));
    }

    private static async Task<(double Microseconds, long Bytes)> MeasureAsync(PacedExchange exchange, int connections, Func<Uri, int, Action, Task<IAsyncDisposable>> connect)
    {
        const int Messages = Rate * Seconds;
        var (received, all) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (bytes, start, end) = (0L, TimeSpan.Zero, TimeSpan.Zero);
        await exchange.SendAsync(connections, Rate, Messages, () => connect(exchange.Address, connections, OnReceived), all.Task, () =>
        {
            bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
            start = CpuTime();
        });
        return ((end - start).TotalMicroseconds / Messages, bytes);

        void OnReceived()
        {
            if (Interlocked.Increment(ref received) != Messages)
                return;
            end = CpuTime();
            all.SetResult();
        }
    }

    private static TimeSpan CpuTime()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static CompositeDisposable Apart(NexusClient[] clients, Action received) =>
        new CompositeDisposable(clients.Select(client => client.Feed.Trades.Subscribe(_ => received())));

    private static CompositeDisposable Combined(NexusClient[] clients, Action received)
    {
        var feed = NexusFeed.Combine(clients);
        return new CompositeDisposable(feed.Trades.Subscribe(_ => received()), feed.Connect());
    }

    private static async Task<IAsyncDisposable> ClientsAsync(Uri address, int count, Func<NexusClient[], IDisposable> subscribe)
    {
        var clients = Symbols(count).Select(symbol => new NexusClient(new NexusEndpoint(address, "key", symbol), Options)).ToArray();
        var subscription = subscribe(clients);
        await Task.WhenAll(clients.Select(static client => client.StartAsync(CancellationToken.None)));
        return new Closing(async () =>
        {
            subscription.Dispose();
            await Task.WhenAll(clients.Select(static client => client.DisposeAsync().AsTask()));
        });
    }

    private static async Task<IAsyncDisposable> BareAsync(Uri address, int count, Action received)
    {
        var closings = await Task.WhenAll(Symbols(count).Select(symbol => Receiver.BareAsync(new Uri(address, symbol), _ => received())));
        return new Closing(() => Task.WhenAll(closings.Select(static closing => closing.DisposeAsync().AsTask())));
    }

    private static IEnumerable<string> Symbols(int count) => Enumerable.Range(0, count).Select(static i => string.Create(CultureInfo.InvariantCulture, $"SPOT_S{i}_USDT"));
}
