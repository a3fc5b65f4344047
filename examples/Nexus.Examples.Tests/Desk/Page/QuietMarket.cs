using Nexus.Simulator;

namespace Nexus.Examples.Tests.Desk.Page;

/// <summary>Sends the messages of a test to the connections of a quiet exchange.</summary>
/// <param name="exchange">The exchange.</param>
/// <param name="start">Returns the time that the times of messages are counted from, in milliseconds.</param>
internal sealed class QuietMarket(SimulatedExchange exchange, Func<DateTimeOffset> start)
{
    /// <summary>Sends a book; levels are price and quantity, best first.</summary>
    public void Book(long time, (decimal Price, decimal Quantity)[] asks, (decimal Price, decimal Quantity)[] bids, string symbol)
    {
        static string Side((decimal Price, decimal Quantity)[] levels) =>
            string.Join(',', levels.OrderByDescending(static level => level.Price).Select(static level => Invariant($$"""{"price":{{level.Price}},"quantity":{{level.Quantity}}}""")));

        exchange.Send(Invariant($$$"""{"event":"BOOK","symbol":"{{{symbol}}}","timestamp":{{{Stamp(time)}}},"data":{"asks":[{{{Side(asks)}}}],"bids":[{{{Side(bids)}}}]}}"""), symbol);
    }

    public void Trade(long time, decimal price, decimal quantity, string side, string symbol) => exchange.Send(Invariant(
        $$$"""{"event":"TRADE","symbol":"{{{symbol}}}","timestamp":{{{Stamp(time)}}},"data":{"price":{{{price}}},"quantity":{{{quantity}}},"side":"{{{side}}}"}}"""), symbol);

    public void Order(long time, long id, string side, decimal price, decimal quantity, string status, decimal executed, string symbol) => exchange.Send(Invariant(
        $$$"""{"event":"ORDER_UPDATE","timestamp":{{{Stamp(time)}}},"data":{"symbol":"{{{symbol}}}","order_type":"LIMIT","order_price":{{{price}}},"order_quantity":{{{quantity}}},"order_id":{{{id}}},"executed_price":{{{(executed > 0 ? price : 0)}}},"executed_quantity":{{{executed}}},"side":"{{{side}}}","status":"{{{status}}}"}}"""));

    public void Fill(long time, long id, long order, string side, decimal price, decimal quantity, string symbol) => exchange.Send(Invariant(
        $$$"""{"event":"TRANSACTION","timestamp":{{{Stamp(time)}}},"data":{"id":{{{id}}},"symbol":"{{{symbol}}}","order_id":{{{order}}},"executed_price":{{{price}}},"executed_quantity":{{{quantity}}},"side":"{{{side}}}"}}"""));

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private long Stamp(long time) => start().ToUnixTimeMilliseconds() + time;
}
