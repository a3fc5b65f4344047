using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using Nexus.Examples.Tests.Client;
using Nexus.Reactive.Nats;

namespace Nexus.Examples.Tests.Gateway;

/// <summary>Three programs that read the bus in processes of their own, and a client that is connected to the same exchange without a bus.</summary>
[NonParallelizable]
public sealed class ReaderProcessTests
{
    private const int Trades = 4_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");

    [Test]
    public async Task Three_processes_record_the_same_bytes_and_the_texts_that_a_direct_client_received()
    {
        using var server = NatsServerProcess.Start();
        await using var exchange = await SocketServer.StartAsync(static async (_, socket, _) => await PlayAsync(socket));
        await using var bus = new NexusBus(new NexusBusOptions { Url = server.Url });
        await using var gateway = new NexusGateway(new NexusEndpoint(exchange.BaseUri, TestClient.Key, Btc), bus);
        await using var client = new NexusClient(new NexusEndpoint(exchange.BaseUri, TestClient.Key, Btc));
        var folder = Directory.CreateTempSubdirectory("nexus-readers-");
        var direct = new ConcurrentQueue<string>();
        using var received = client.RawMessages.Subscribe(direct.Enqueue);
        _ = gateway.RunAsync();
        await client.StartAsync();

        // The first book is the only one, so each reader starts with it, however late it joins.
        await WaitUntilAsync(() => direct.Count > 100);
        string[] files = [.. Enumerable.Range(1, 3).Select(number => Path.Combine(folder.FullName, $"{number}.tsv"))];
        List<Process> readers = [];
        try
        {
            readers.AddRange(files.Select(file => StartReader(server.Url, file)));
            await WaitUntilAsync(() => direct.Count > Trades && files.All(static file => ReadLines(file).Length > Trades));
        }
        finally
        {
            readers.ForEach(End);
        }

        string[][] lines = [.. files.Select(ReadLines)];
        Assert.That(lines[1], Is.EqualTo(lines[0]));
        Assert.That(lines[2], Is.EqualTo(lines[0]));
        Assert.That(lines[0].Select(static line => line[(line.IndexOf('\t') + 1)..]), Is.EqualTo(direct.Where(static text => !text.Contains("FEED_"))));
        folder.Delete(recursive: true);
    }

    private static Process StartReader(Uri server, string file)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "Monitor.dll"), "--bus", server.ToString(), "--plain", "--record", file])
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        return process;
    }

    private static void End(Process process)
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    // A reader that is still starting has no file.
    private static string[] ReadLines(string file)
    {
        if (!File.Exists(file))
            return [];
        using var text = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task PlayAsync(WebSocket socket)
    {
        await SendAsync(socket, """{"event":"BOOK","timestamp":1700000000000,"symbol":"SPOT_BTC_USDT","data":{"asks":[{"price":101,"quantity":1}],"bids":[{"price":100,"quantity":1}]}}""");
        for (var number = 1; number <= Trades; number++)
        {
            await SendAsync(socket, string.Create(
                CultureInfo.InvariantCulture,
                $$$"""{"event":"TRADE","timestamp":{{{1_700_000_000_000 + number}}},"symbol":"SPOT_BTC_USDT","data":{"price":{{{number}}},"quantity":1,"side":"BUY"}}"""));
        }

        while (socket.State == WebSocketState.Open)
            await socket.ReceiveAsync(new byte[256], CancellationToken.None);
    }

    private static Task SendAsync(WebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!condition())
            await timer.WaitForNextTickAsync(timeout.Token);
    }
}
