namespace Nexus.Examples.Tests.Desk.Page;

/// <summary>Sends four trades and a book, repeatedly, to each symbol in turn, at a steady rate.</summary>
internal sealed class Flood(QuietMarket market, int perSecond)
{
    public static readonly string[] Symbols = [.. Enumerable.Range(1, 20).Select(static i => $"SPOT_C{i}_USDT")];

    private int _trades;

    /// <summary>The number of trades that the first symbol has received.</summary>
    public int Trades => Volatile.Read(ref _trades);

    /// <summary>The last price of the first symbol.</summary>
    public decimal LastPrice { get; private set; }

    /// <summary>The last book of the first symbol, best first.</summary>
    public (Level[] Asks, Level[] Bids) LastBook { get; private set; } = ([], []);

    /// <summary>The number of messages.</summary>
    public long Sent { get; private set; }

    public async Task RunAsync(CancellationToken enough)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var start = TimeProvider.System.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(enough))
            {
                var due = TimeProvider.System.GetElapsedTime(start).TotalSeconds * perSecond;
                for (; Sent < due; Sent++)
                    Send(Sent * 1000 / perSecond, Sent / Symbols.Length, Symbols[Sent % Symbols.Length]);
            }
        }
        catch (OperationCanceledException)
        {
            // The test has stopped it.
        }
    }

    private static (decimal Price, decimal Quantity)[] Side(decimal mid, int sign) => [.. Enumerable.Range(1, 10).Select(i => (mid + sign * i * 0.1m, (decimal)i))];

    private static Level[] Levels((decimal Price, decimal Quantity)[] side) => [.. side.Select(static level => new Level(level.Price, level.Quantity))];

    private void Send(long time, long round, string symbol)
    {
        var next = 61_800 + round % 97 * 0.1m;
        if (round % 5 == 4)
        {
            var (asks, bids) = (Side(next, 1), Side(next, -1));
            market.Book(time, asks, bids, symbol);
            if (symbol == Symbols[0])
                LastBook = (Levels(asks), Levels(bids));
            return;
        }

        market.Trade(time, next, 0.01m, round % 2 == 0 ? "BUY" : "SELL", symbol);
        if (symbol != Symbols[0])
            return;
        LastPrice = next;
        Interlocked.Increment(ref _trades);
    }
}
