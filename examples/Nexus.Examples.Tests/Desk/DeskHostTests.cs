using System.Net.WebSockets;
using Nexus.Desk;
using Nexus.Simulator;

namespace Nexus.Examples.Tests.Desk;

/// <summary>Tests which clients may connect to the desk.</summary>
public sealed class DeskHostTests
{
    [TestCase(null, true)]
    [TestCase("own", true)]
    [TestCase("http://evil.example", false)]
    [TestCase("http://127.0.0.1:1", false)]
    [TestCase("null", false)]
    public async Task The_websocket_of_the_desk_accepts_only_its_own_page(string? origin, bool works)
    {
        await using var exchange = await SimulatedExchange.StartAsync(new SimulatorOptions { IsQuiet = true });
        await using var desk = await DeskHost.StartAsync(new DeskOptions { BaseUri = exchange.BaseUri, ClientKey = "demo", Port = 0, Symbols = [Symbol.Parse("SPOT_BTC_USDT")] });
        using var socket = new ClientWebSocket();
        if (origin is not null)
            socket.Options.SetRequestHeader("Origin", origin == "own" ? desk.Address.GetLeftPart(UriPartial.Authority) : origin);

        var connecting = socket.ConnectAsync(new Uri(desk.Address.AbsoluteUri.Replace("http:", "ws:", StringComparison.Ordinal) + "_blazor"), CancellationToken.None);

        if (works)
            await connecting;
        else
            Assert.That(async () => await connecting, Throws.TypeOf<WebSocketException>().With.Message.Contains("403"));
    }
}
