using System.Collections.Concurrent;
using System.Globalization;
using System.Reactive.Subjects;
using Nexus.Reactive.Nats;

namespace Nexus.Examples.Tests.Gateway;

/// <summary>A publication on a real server whose messages are known: message n has price n.</summary>
internal sealed class BusRun : IAsyncDisposable
{
    private static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly NexusBus _bus;
    private readonly Subject<string> _source = new();
    private readonly Task _publishing;
    private readonly List<BusReader> _readers = [];
    private int _last;

    private BusRun(NexusBus bus)
    {
        _bus = bus;
        _publishing = bus.PublishAsync(Btc, _source);
    }

    public static async Task<BusRun> StartAsync(Uri url, Func<NexusBusOptions, NexusBusOptions>? change = null)
    {
        var options = new NexusBusOptions { Url = url, Lease = TimeSpan.FromSeconds(2) };
        var run = new BusRun(new NexusBus(change?.Invoke(options) ?? options));
        var started = run._source.HasObservers ? Task.CompletedTask : WaitUntilAsync(() => run._source.HasObservers || run._publishing.IsCompleted);
        await started;
        return run;
    }

    /// <summary>The price of the last message.</summary>
    public int Last => _last;

    public void Publish(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Send(string.Create(
                CultureInfo.InvariantCulture,
                $$$"""{"event":"TRADE","timestamp":{{{1_700_000_000_000 + ++_last}}},"symbol":"SPOT_BTC_USDT","data":{"price":{{{_last}}},"quantity":1,"side":"BUY"}}"""));
        }
    }

    public void Send(string text) => _source.OnNext(text);

    public BusReader Read(BusStart? start = null)
    {
        var reader = new BusReader(_bus.Envelopes(Btc, start ?? new BusStart.Beginning(), BusScope.All));
        _readers.Add(reader);
        return reader;
    }

    public async Task CompleteAsync()
    {
        _source.OnCompleted();
        await _publishing.WaitAsync(Patience);
    }

    /// <summary>Publishes until a message arrives again, as the exchange does.</summary>
    public Task WaitUntilDrainedAsync(BusReader reader) => WaitUntilAsync(() =>
    {
        Publish(1);
        return reader.Gaps > 1 && reader.Prices is [.., var last] && last > _last - 50;
    });

    public async ValueTask DisposeAsync()
    {
        await _bus.DisposeAsync();
        foreach (var reader in _readers)
            reader.Dispose();
        _source.Dispose();
    }

    internal static async Task WaitUntilAsync(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!condition())
            await timer.WaitForNextTickAsync(timeout.Token);
    }
}

/// <summary>The messages that one reader received.</summary>
internal sealed class BusReader : IDisposable
{
    private readonly ConcurrentQueue<BusMessage> _messages = new();
    private readonly IDisposable _subscription;
    private Exception? _error;

    public BusReader(IObservable<BusMessage> messages) => _subscription = messages.Subscribe(_messages.Enqueue, error => _error = error);

    public string[] Texts => [.. _messages.Select(static message => message.Text)];

    public int[] Prices => [.. Texts.Select(NexusDecoder.Decode).OfType<Trade>().Select(static trade => (int)trade.Price)];

    public int Gaps => Texts.Select(NexusDecoder.Decode).OfType<FeedGap>().Count();

    public Task WaitForAsync(int trades) => BusRun.WaitUntilAsync(() => _error is null ? Prices.Length >= trades : throw _error);

    public Task WaitForLastAsync(int price) => BusRun.WaitUntilAsync(() => _error is null ? Prices is [.., var last] && last == price : throw _error);

    public void Dispose() => _subscription.Dispose();
}
