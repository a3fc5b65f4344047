namespace Nexus.Reactive.Tests.Client;

/// <summary>Two clients of one symbol with open connections, their combined feed, and what it delivered.</summary>
internal sealed class LinePair : IAsyncDisposable
{
    private readonly List<string> _seen = [];
    private readonly IDisposable _connection;

    public LinePair()
    {
        Feed = NexusFeed.Combine([First.Client, Second.Client]);
        Feed.Subscribe(message => _seen.Add(Print(message)), () => _seen.Add("|"));
        _connection = Feed.Connect();
    }

    public ClientHarness First { get; } = ClientHarness.Connected();

    public ClientHarness Second { get; } = ClientHarness.Connected();

    public NexusFeed Feed { get; }

    public string Seen => string.Join(' ', _seen);

    public static string Trade(int number) =>
        $$$"""{"event":"TRADE","symbol":"SPOT_BTC_USDT","timestamp":{{{number}}},"data":{"price":1,"quantity":1,"side":"BUY"}}""";

    public static string Print(NexusMessage message) => message switch
    {
        Trade trade => $"{trade.Timestamp.ToUnixTimeMilliseconds()}",
        FeedGap gap => $"gap:{gap.Reason}",
        FeedResumed => "resumed",
        Ping => "ping",
        OrderUpdate order => $"order {order.OrderId}",
        _ => $"{message}",
    };

    public void A(params int[] numbers) => Bring(First, numbers);

    public void B(params int[] numbers) => Bring(Second, numbers);

    public static void Cut(ClientHarness line, string reason = "cut") => line.Last.Break(reason);

    /// <summary>Waits for the next dial and accepts it.</summary>
    public static void Return(ClientHarness line)
    {
        while (line.Last.IsDisposed)
            line.Advance(0.5);
        line.Last.Accept();
    }

    public async ValueTask DisposeAsync()
    {
        _connection.Dispose();
        await First.DisposeAsync();
        await Second.DisposeAsync();
    }

    private static void Bring(ClientHarness line, int[] numbers) => line.Last.Bring([.. numbers.Select(Trade)]);
}
