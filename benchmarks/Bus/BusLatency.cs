using System.Diagnostics;
using System.Globalization;
using System.Reactive.Subjects;
using NATS.Client.Core;
using Nexus.Reactive.Nats;

namespace Nexus.Reactive.Benchmarks;

/// <summary>Latencies in microseconds, in ascending order, of messages of 200 bytes that are published and received on two connections.</summary>
internal static class BusLatency
{
    private const int Count = 4000;
    private const int TimeDigits = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The number of messages published per second.</summary>
    public const int Rate = 1000;

    /// <summary>Measures NATS without JetStream.</summary>
    public static async Task<double[]> OfNatsAsync(Uri url)
    {
        await using var publisher = new NatsConnection(new NatsOpts { Url = url.ToString() });
        await using var reader = new NatsConnection(new NatsOpts { Url = url.ToString() });
        var latencies = new Sink();
        await using var subscription = await reader.SubscribeCoreAsync<NatsMemoryOwner<byte>>("latency");
        var reading = Task.Run(async () =>
        {
            await foreach (var message in subscription.Msgs.ReadAllAsync())
            {
                using var data = message.Data;
                latencies.Add(new DateTimeOffset(long.Parse(data.Span[..TimeDigits], CultureInfo.InvariantCulture), TimeSpan.Zero));
            }
        });

        // The subscription is known to the server once the answer to a ping has arrived.
        await reader.PingAsync();
        await publisher.ConnectAsync();
        await PublishAsync(number =>
        {
            var data = new byte[200];
            data.AsSpan().Fill((byte)('a' + (number % 26)));
            DateTimeOffset.UtcNow.UtcTicks.TryFormat(data, out var _, "D20", CultureInfo.InvariantCulture);
            _ = publisher.PublishAsync("latency", data).AsTask();
        });
        var result = await latencies.All.WaitAsync(Patience);
        await subscription.UnsubscribeAsync();
        await reading;
        return result;
    }

    /// <summary>Measures the bus: from the arrival at the publisher to the reader's subscriber.</summary>
    public static async Task<double[]> OfBusAsync(NexusBusOptions options, Symbol symbol)
    {
        await using var writer = new NexusBus(options);
        await using var reader = new NexusBus(options);
        using var source = new Subject<string>();
        var publishing = writer.PublishAsync(symbol, source);
        SpinWait.SpinUntil(() => source.HasObservers || publishing.IsCompleted);
        var (latencies, first) = (new Sink(), new TaskCompletionSource());
        using var subscription = reader.Envelopes(symbol, new BusStart.Beginning()).Subscribe(
            message =>
            {
                if (!first.TrySetResult())
                    latencies.Add(message.ArrivedAt);
            },
            error => first.TrySetException(error));
        source.OnNext(BusBenchmark.Text(0));
        await first.Task.WaitAsync(Patience);
        await PublishAsync(number => source.OnNext(BusBenchmark.Text(number)));
        return await latencies.All.WaitAsync(Patience);
    }

    // Both are published in the same way: what is due, about every millisecond.
    private static async Task PublishAsync(Action<int> publish)
    {
        var watch = Stopwatch.StartNew();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        for (var sent = 0; sent < Count;)
        {
            for (var due = Math.Min(Count, watch.Elapsed.TotalSeconds * Rate); sent < due; sent++)
                publish(sent + 1);
            await pace.WaitForNextTickAsync();
        }
    }

    private sealed class Sink
    {
        private readonly double[] _values = new double[Count];
        private readonly TaskCompletionSource<double[]> _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;

        public Task<double[]> All => _all.Task;

        public void Add(DateTimeOffset published)
        {
            _values[_count++] = (DateTimeOffset.UtcNow - published).TotalMicroseconds;
            if (_count == Count)
                _all.TrySetResult([.. _values.Order()]);
        }
    }
}
