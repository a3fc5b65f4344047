using System.Text.Json;

namespace Nexus.Reactive.Benchmarks;

/// <summary>A typical hand-written loop over System.Text.Json's tokens, for one message of any kind.</summary>
internal static class Utf8Walk
{
    public static NexusMessage Read(ref Utf8JsonReader reader)
    {
        string? name = null;
        var fields = new Fields();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("event"u8))
                name = Text(ref reader);
            else if (reader.ValueTextEquals("symbol"u8))
                fields.Symbol = Text(ref reader);
            else if (reader.ValueTextEquals("timestamp"u8))
                fields.Timestamp = Long(ref reader);
            else if (reader.ValueTextEquals("data"u8))
                ReadData(ref reader, fields);
            else
                reader.Skip();
        }

        var time = DateTimeOffset.FromUnixTimeMilliseconds(fields.Timestamp);
        var symbol = Symbol.Parse(fields.Symbol!);
        var side = fields.Side == "SELL" ? Side.Sell : Side.Buy;
        return name switch
        {
            "BOOK" => new Book(symbol, time, [.. fields.Asks!], [.. fields.Bids!]),
            "TRADE" => new Trade(symbol, time, fields.Price, fields.Quantity, side),
            "ORDER_UPDATE" => new OrderUpdate
            {
                Timestamp = time,
                Symbol = symbol,
                OrderId = fields.OrderId,
                OrderType = OrderType.Unknown,
                OrderTypeText = fields.OrderType!,
                Side = side,
                Status = OrderStatus.Unknown,
                StatusText = fields.Status!,
                OrderPrice = fields.OrderPrice,
                OrderQuantity = fields.OrderQuantity,
                ExecutedPrice = fields.ExecutedPrice,
                ExecutedQuantity = fields.ExecutedQuantity,
            },
            _ => new Transaction
            {
                Timestamp = time,
                Id = fields.Id,
                Symbol = symbol,
                OrderId = fields.OrderId,
                ExecutedPrice = fields.ExecutedPrice,
                ExecutedQuantity = fields.ExecutedQuantity,
                Side = side,
            },
        };
    }

    private static void ReadData(ref Utf8JsonReader reader, Fields fields)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("asks"u8))
                fields.Asks = Levels(ref reader);
            else if (reader.ValueTextEquals("bids"u8))
                fields.Bids = Levels(ref reader);
            else if (reader.ValueTextEquals("price"u8))
                fields.Price = Decimal(ref reader);
            else if (reader.ValueTextEquals("quantity"u8))
                fields.Quantity = Decimal(ref reader);
            else if (reader.ValueTextEquals("side"u8))
                fields.Side = Text(ref reader);
            else if (reader.ValueTextEquals("symbol"u8))
                fields.Symbol = Text(ref reader);
            else if (reader.ValueTextEquals("id"u8))
                fields.Id = Long(ref reader);
            else if (reader.ValueTextEquals("order_id"u8))
                fields.OrderId = Long(ref reader);
            else if (reader.ValueTextEquals("order_type"u8))
                fields.OrderType = Text(ref reader);
            else if (reader.ValueTextEquals("order_price"u8))
                fields.OrderPrice = Decimal(ref reader);
            else if (reader.ValueTextEquals("order_quantity"u8))
                fields.OrderQuantity = Decimal(ref reader);
            else if (reader.ValueTextEquals("executed_price"u8))
                fields.ExecutedPrice = Decimal(ref reader);
            else if (reader.ValueTextEquals("executed_quantity"u8))
                fields.ExecutedQuantity = Decimal(ref reader);
            else if (reader.ValueTextEquals("status"u8))
                fields.Status = Text(ref reader);
            else
                reader.Skip();
        }
    }

    private static List<Level> Levels(ref Utf8JsonReader reader)
    {
        var levels = new List<Level>(32);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            decimal price = 0, quantity = 0;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("price"u8))
                    price = Decimal(ref reader);
                else if (reader.ValueTextEquals("quantity"u8))
                    quantity = Decimal(ref reader);
                else
                    reader.Skip();
            }

            levels.Add(new Level(price, quantity));
        }

        return levels;
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString();
    }

    private static long Long(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt64();
    }

    private static decimal Decimal(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetDecimal();
    }

    private sealed class Fields
    {
        public string? Symbol { get; set; }

        public long Timestamp { get; set; }

        public List<Level>? Asks { get; set; }

        public List<Level>? Bids { get; set; }

        public decimal Price { get; set; }

        public decimal Quantity { get; set; }

        public string? Side { get; set; }

        public long Id { get; set; }

        public long OrderId { get; set; }

        public string? OrderType { get; set; }

        public decimal OrderPrice { get; set; }

        public decimal OrderQuantity { get; set; }

        public decimal ExecutedPrice { get; set; }

        public decimal ExecutedQuantity { get; set; }

        public string? Status { get; set; }
    }
}
