using System.Buffers;
using System.Text.Json;
using Nexus.Simulator.Flow;
using Nexus.Simulator.Matching;

namespace Nexus.Simulator.Wire;

/// <summary>Writes the events of a market as the exchange's JSON. Not thread-safe.</summary>
internal sealed class MessageWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly Utf8JsonWriter _json;

    public MessageWriter() => _json = new Utf8JsonWriter(_buffer);

    public void Dispose() => _json.Dispose();

    public ReadOnlyMemory<byte> Write(MarketEvent message, string symbol, long timestamp)
    {
        _json.WriteStartObject();
        switch (message)
        {
            case BookEvent book:
                Head("BOOK", symbol, timestamp);

                // The exchange sends both sides in descending order, so the worst ask comes first.
                Levels("asks"u8, book.Asks.Reverse());
                Levels("bids"u8, book.Bids);
                break;
            case TradeEvent trade:
                Head("TRADE", symbol, timestamp);
                _json.WriteNumber("price"u8, trade.Price);
                _json.WriteNumber("quantity"u8, trade.Quantity);
                _json.WriteString("side"u8, Text(trade.Side));
                break;
            case OrderEvent update:
                Head("ORDER_UPDATE", symbol: null, timestamp);
                _json.WriteString("symbol"u8, symbol);
                _json.WriteString("order_type"u8, Text(update.Order.Kind));
                _json.WriteNumber("order_price"u8, update.Order.Price ?? 0);
                _json.WriteNumber("order_quantity"u8, update.Order.Quantity);
                _json.WriteNumber("order_id"u8, update.Order.Id);
                Execution(update.ExecutedPrice, update.ExecutedQuantity, update.Order.Side);
                _json.WriteString("status"u8, update.Status);
                break;
            case TransactionEvent transaction:
                Head("TRANSACTION", symbol: null, timestamp);
                _json.WriteNumber("id"u8, transaction.Id);
                _json.WriteString("symbol"u8, symbol);
                _json.WriteNumber("order_id"u8, transaction.Order.Id);
                Execution(transaction.Price, transaction.Quantity, transaction.Order.Side);
                break;
            default:
                throw new ArgumentException($"No message for {message}.", nameof(message));
        }

        _json.WriteEndObject();
        _json.WriteEndObject();
        return Take();
    }

    public ReadOnlyMemory<byte> WritePing(long timestamp)
    {
        _json.WriteStartObject();
        _json.WriteString("event"u8, "PING"u8);
        _json.WriteNumber("timestamp"u8, timestamp);
        _json.WriteEndObject();
        return Take();
    }

    private void Head(string name, string? symbol, long timestamp)
    {
        _json.WriteString("event"u8, name);
        if (symbol is not null)
            _json.WriteString("symbol"u8, symbol);
        _json.WriteNumber("timestamp"u8, timestamp);
        _json.WriteStartObject("data"u8);
    }

    private void Levels(ReadOnlySpan<byte> name, IEnumerable<BookLevel> levels)
    {
        _json.WriteStartArray(name);
        foreach (var level in levels)
        {
            _json.WriteStartObject();
            _json.WriteNumber("price"u8, level.Price);
            _json.WriteNumber("quantity"u8, level.Quantity);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void Execution(decimal price, decimal quantity, OrderSide side)
    {
        _json.WriteNumber("executed_price"u8, price);
        _json.WriteNumber("executed_quantity"u8, quantity);
        _json.WriteString("side"u8, Text(side));
    }

    private byte[] Take()
    {
        _json.Flush();
        var message = _buffer.WrittenSpan.ToArray();
        _buffer.ResetWrittenCount();
        _json.Reset();
        return message;
    }

    public static string Text(OrderSide side) => side == OrderSide.Buy ? "BUY" : "SELL";

    public static string Text(OrderKind kind) => kind switch
    {
        OrderKind.Limit => "LIMIT",
        OrderKind.Market => "MARKET",
        _ => "IOC",
    };
}
