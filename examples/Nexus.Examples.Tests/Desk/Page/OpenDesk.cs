using System.Globalization;
using Nexus.Desk;
using Nexus.Simulator;

namespace Nexus.Examples.Tests.Desk.Page;

/// <summary>A simulated exchange, a desk that shows it, and a browser on the desk's page.</summary>
internal sealed class OpenDesk : IAsyncDisposable
{
    public const string Btc = "SPOT_BTC_USDT";
    public const string Eth = "SPOT_ETH_USDT";

    /// <summary>2024-08-08T23:54:15Z, some minutes before a session ends.</summary>
    private const long Opened = 1_723_161_255_000;

    private readonly TimeProvider _time;

    private OpenDesk(SimulatedExchange exchange, DeskHost host, BrowserPage page, TimeProvider time)
    {
        (Exchange, Host, Page, _time) = (exchange, host, page, time);
        Market = new QuietMarket(exchange, () => Start);
        Restart();
    }

    /// <summary>The time that a quiet market's times are counted from: whole five seconds, and ahead of the exchange's answers to PING.</summary>
    public DateTimeOffset Start { get; private set; }

    public SimulatedExchange Exchange { get; }

    /// <summary>Sends the messages of a quiet market.</summary>
    public QuietMarket Market { get; }

    public DeskHost Host { get; }

    public BrowserPage Page { get; }

    /// <summary>Opens a desk of a market whose messages come from the test.</summary>
    public static Task<OpenDesk> QuietAsync(int queueLimit = 1024, params string[] symbols) => StartAsync(new SimulatorOptions
    {
        IsQuiet = true,
        QueueLimit = queueLimit,
        Time = new ExchangeClock(Opened),
        Symbols = symbols is [] ? [Btc] : symbols,
    });

    /// <summary>Opens a desk of random markets.</summary>
    public static async Task<OpenDesk> LivelyAsync(params string[] symbols)
    {
        var desk = await StartAsync(new SimulatorOptions { Symbols = symbols is [] ? [Btc] : symbols });
        await desk.Page.WaitForAsync("document.querySelectorAll('#tape tbody tr').length > 3 && !document.querySelector('.is-stale') && document.querySelector('.life li')");
        return desk;
    }

    /// <summary>Counts later times from now.</summary>
    public void Restart() => Start = DateTimeOffset.FromUnixTimeMilliseconds((_time.GetUtcNow().ToUnixTimeMilliseconds() / 5000 + 2) * 5000);

    /// <summary>Returns a time of a quiet market as the page shows it.</summary>
    public string At(int milliseconds, string format = "HH:mm:ss") => Start.AddMilliseconds(milliseconds).ToString(format, CultureInfo.InvariantCulture);

    /// <summary>Sends a book; levels are price and quantity, best first.</summary>
    public void Book(long time, (decimal Price, decimal Quantity)[] asks, (decimal Price, decimal Quantity)[] bids, string symbol = Btc) => Market.Book(time, asks, bids, symbol);

    public void Trade(long time, decimal price, decimal quantity, string side, string symbol = Btc) => Market.Trade(time, price, quantity, side, symbol);

    public void Order(long time, long id, string side, decimal price, decimal quantity, string status, decimal executed = 0) => Market.Order(time, id, side, price, quantity, status, executed, Btc);

    public void Fill(long time, long id, long order, string side, decimal price, decimal quantity) => Market.Fill(time, id, order, side, price, quantity, Btc);

    /// <summary>Fails if the browser reported an error or a request to another host.</summary>
    public void AssertNoComplaint()
    {
        Assert.That(Page.Complaints, Is.Empty);
        Assert.That(Page.Requests.Where(static request => request.Scheme != "data").Select(static request => request.Host).Distinct(), Is.EqualTo(new[] { Host.Address.Host }), "nothing from anywhere else");
    }

    public async ValueTask DisposeAsync()
    {
        await Page.CloseAsync();
        await Host.DisposeAsync();
        await Exchange.DisposeAsync();
    }

    private static async Task<OpenDesk> StartAsync(SimulatorOptions options)
    {
        var exchange = await SimulatedExchange.StartAsync(options);
        var host = await DeskHost.StartAsync(new DeskOptions
        {
            Simulator = exchange,
            ClientKey = "demo",
            Symbols = [.. options.Symbols.Select(Symbol.Parse)],
            Client = new NexusClientOptions
            {
                PingInterval = TimeSpan.FromMilliseconds(200),
                ReconnectDelay = TimeSpan.FromMilliseconds(50),
                MaxReconnectDelay = TimeSpan.FromMilliseconds(200),
            },
        });
        var desk = new OpenDesk(exchange, host, await DeskBrowser.OpenAsync(host.Address), options.Time);
        await desk.Page.WaitForTextAsync("#connection", "Live");

        // The last script to start tells the sizes of the panels.
        await desk.Page.WaitForAsync("document.querySelector('[data-size=left]').ariaValueNow != '50'");
        return desk;
    }
}
