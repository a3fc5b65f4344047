using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Nexus.Reactive;

namespace Nexus.Examples;

/// <summary>Places and lists orders on the simulator over HTTP, one request after the other, so that no cancellation overtakes its order.</summary>
internal sealed class HttpGateway(Uri orders, string clientKey) : IOrderGateway, IOrderSnapshotSource, IDisposable
{
    private readonly HttpClient _http = new() { DefaultRequestHeaders = { { "X-Client-Key", clientKey } } };
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<Symbol, DateTimeOffset> _firstLists = [];

    public Task<long> PlaceAsync(OrderRequest order, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(order);
        return InTurnAsync(
            async () =>
            {
                using var body = JsonContent.Create(new Dictionary<string, object?>
                {
                    ["symbol"] = order.Symbol.ToString(),
                    ["side"] = order.Side == Side.Buy ? "BUY" : "SELL",
                    ["order_type"] = Text(order.Type),
                    ["order_price"] = order.Price,
                    ["order_quantity"] = order.Quantity,
                });
                using var answer = await _http.PostAsync(orders, body, cancellationToken);
                await RequireAsync(answer, cancellationToken);
                using var json = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
                return json.RootElement.GetProperty("order_id").GetInt64();
            },
            cancellationToken);
    }

    public Task<bool> CancelAsync(Symbol symbol, long orderId, CancellationToken cancellationToken = default) => InTurnAsync(
        async () =>
        {
            using var answer = await _http.DeleteAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"{orders}/{orderId}")), cancellationToken);
            if (answer.StatusCode == HttpStatusCode.NotFound)
                return false;
            await RequireAsync(answer, cancellationToken);
            return true;
        },
        cancellationToken);

    // Includes what was done after the first list, but not what was done before the program was started.
    public Task<OrderSnapshot> RequestOrdersAsync(SnapshotRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return InTurnAsync(
            async () =>
            {
                var since = _firstLists.TryGetValue(request.Symbol, out var first) ? string.Create(CultureInfo.InvariantCulture, $"&done_after={first.ToUnixTimeMilliseconds()}") : "";
                using var answer = await _http.GetAsync(new Uri($"{orders}?symbol={request.Symbol}{since}"), cancellationToken);
                await RequireAsync(answer, cancellationToken);
                using var json = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
                var list = OrderList.Read(json.RootElement, request.Symbol);
                _firstLists.TryAdd(request.Symbol, list.Timestamp);
                return list;
            },
            cancellationToken);
    }

    public void Dispose()
    {
        _http.Dispose();
        _turn.Dispose();
    }

    private async Task<T> InTurnAsync<T>(Func<Task<T>> request, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await request();
        }
        catch (Exception error) when (error is HttpRequestException or JsonException or KeyNotFoundException)
        {
            throw new OrderGatewayException(error.Message, error) { MayBeExecuted = true };
        }
        finally
        {
            _turn.Release();
        }
    }

    private static async Task RequireAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (!answer.IsSuccessStatusCode)
            throw new OrderGatewayException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
    }

    // The simulator has no POST_ONLY. A quote that the market has reached meanwhile takes.
    private static string Text(OrderType type) => type switch
    {
        OrderType.Market => "MARKET",
        OrderType.ImmediateOrCancel => "IOC",
        OrderType.Limit or OrderType.PostOnly => "LIMIT",
        _ => throw new OrderGatewayException($"The simulator has no orders of the type {type}."),
    };
}
