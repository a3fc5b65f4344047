using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Nexus.Reactive;

namespace Strategy.Gateways;

/// <summary>Places orders on the simulator over HTTP.</summary>
public sealed class HttpGateway(Uri orders, string clientKey) : IOrderGateway, IDisposable
{
    private readonly HttpClient _http = new() { DefaultRequestHeaders = { { "X-Client-Key", clientKey } } };

    public async Task SendAsync(Signal signal, CancellationToken cancellationToken)
    {
        using var answer = signal switch
        {
            OrderSignal order => await PlaceAsync(order, cancellationToken),
            Cancel cancel => await _http.DeleteAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"{orders}/{cancel.OrderId}")), cancellationToken),
            _ => throw new ArgumentException($"Unknown signal: {signal}.", nameof(signal)),
        };

        // The order is already done; the feed reports its final status.
        if (signal is not Cancel || answer.StatusCode != HttpStatusCode.NotFound)
            answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> PlaceAsync(OrderSignal order, CancellationToken cancellationToken)
    {
        using var body = JsonContent.Create(new Dictionary<string, object?>
        {
            ["symbol"] = order.Symbol.ToString(),
            ["side"] = order.Side == Side.Buy ? "BUY" : "SELL",
            ["order_type"] = order.Price is null ? "MARKET" : "LIMIT",
            ["order_price"] = order.Price,
            ["order_quantity"] = order.Quantity,
        });
        return await _http.PostAsync(orders, body, cancellationToken);
    }
}
