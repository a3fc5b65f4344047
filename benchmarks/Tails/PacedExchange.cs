using System.Diagnostics;
using System.Globalization;

namespace Nexus.Reactive.Benchmarks;

/// <summary>Starts and commands a <see cref="PacedServer"/>.</summary>
internal sealed class PacedExchange : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _server = OwnProcess.Start("tails", PacedServer.Argument);

    private PacedExchange()
    {
    }

    /// <summary>The address without its key and symbol.</summary>
    public Uri Address { get; private set; } = null!;

    public static async Task<PacedExchange> StartAsync()
    {
        var exchange = new PacedExchange();
        exchange.Address = new Uri($"ws://127.0.0.1:{await exchange.ReadAsync()}/ws/");
        return exchange;
    }

    /// <summary>Connects, sends TRADEs at a rate to all connections in turn, and closes.</summary>
    /// <param name="connections">The number of connections that <paramref name="connect"/> opens.</param>
    /// <param name="rate">The number of TRADEs a second on all connections together.</param>
    /// <param name="count">The number of TRADEs.</param>
    /// <param name="connect">Opens the connections; its result closes them.</param>
    /// <param name="all">Completes when all TRADEs have arrived.</param>
    /// <param name="connected">Runs before the first TRADE is sent.</param>
    public async Task SendAsync(int connections, int rate, int count, Func<Task<IAsyncDisposable>> connect, Task all, Action connected)
    {
        await _server.StandardInput.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{connections} {rate} {count}"));
        await using (await connect())
        {
            await ReadAsync();
            connected();
            await _server.StandardInput.WriteLineAsync("send");
            await ReadAsync();
            await all.WaitAsync(Patience);
        }

        await _server.StandardInput.WriteLineAsync("close");
    }

    public void Dispose()
    {
        _server.StandardInput.Close();
        _server.Dispose();
    }

    private async Task<string> ReadAsync() =>
        await _server.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException("The server's process ended.");
}
