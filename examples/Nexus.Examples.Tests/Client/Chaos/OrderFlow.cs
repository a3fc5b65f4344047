using System.Globalization;
using System.Text;
using Nexus.Simulator;

namespace Nexus.Examples.Tests.Client.Chaos;

/// <summary>Places a client's orders at the exchange's order desk: resting orders, taking orders, and canceled orders.</summary>
internal sealed class OrderFlow(SimulatedExchange exchange, ServerTruth truth, Random random) : IDisposable
{
    private readonly HttpClient _http = new() { DefaultRequestHeaders = { { "X-Client-Key", "demo" } } };
    private long _last;

    public async Task ActAsync()
    {
        if (truth.Touch is not var (ask, bid))
            return;
        var isBuy = random.Next(2) == 0;
        var (type, price) = random.Next(4) switch
        {
            0 => ("MARKET", 0m),
            1 => ("IOC", isBuy ? ask : bid),
            2 => ("LIMIT", isBuy ? ask : bid),
            _ => ("LIMIT", isBuy ? bid : ask),
        };
        var order = $$"""{"symbol":"SPOT_BTC_USDT","side":"{{(isBuy ? "BUY" : "SELL")}}","order_type":"{{type}}","order_price":{{price}},"order_quantity":0.0{{random.Next(1, 10)}}}""";
        try
        {
            if (random.Next(4) == 0)
                (await _http.DeleteAsync(new Uri($"{exchange.OrdersUri}/{_last}"))).Dispose();
            using var content = new StringContent(order, Encoding.UTF8, "application/json");
            using var answer = await _http.PostAsync(exchange.OrdersUri, content);
            var text = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode)
                _last = long.Parse(text.AsSpan(text.IndexOf(':', StringComparison.Ordinal) + 1).TrimEnd('}'), CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            // The exchange is unavailable.
        }
    }

    public void Dispose() => _http.Dispose();
}
