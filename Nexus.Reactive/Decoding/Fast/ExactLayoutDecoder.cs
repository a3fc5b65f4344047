using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nexus.Reactive;

/// <summary>Decodes the small events in the exact layout of the exchange, which are by far the most common texts; returns null for all other texts.</summary>
internal static class ExactLayoutDecoder
{
    // Each kind is compiled separately, and all its calls are inlined.
    private const int KindAt = 13;
    private const int TimeDigits = 13;
    private const int BuyLength = 4;
    private const int SellLength = 5;

    // Four characters as one word.
    private const uint Buy = 'B' | ('U' << 8) | ('Y' << 16) | ((uint)'"' << 24);
    private const uint Sell = 'S' | ('E' << 8) | ('L' << 16) | ((uint)'L' << 24);

    public static NexusMessage? Decode(ReadOnlySpan<byte> text, SymbolCache? symbols) => text.Length <= KindAt
        ? null
        : (char)text[KindAt] switch
        {
            'D' => Trade(text, symbols),
            'E' => OrderUpdate(text, symbols),
            'N' => Transaction(text, symbols),
            _ => null,
        };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Trade? Trade(ReadOnlySpan<byte> text, SymbolCache? symbols)
    {
        var at = new Cursor(text);
        return
            at.Skip("{\"event\":\"TRADE\",\"symbol\":\""u8) && at.Text(out var symbolText, out var isUsual) &&
            at.Skip(",\"timestamp\":"u8) && at.Time(out var time) &&
            at.Skip(",\"data\":{\"price\":"u8) && at.Number(out var price, out var priceScale) &&
            at.Skip(",\"quantity\":"u8) && at.Number(out var quantity, out var quantityScale) &&
            at.Skip(",\"side\":\""u8) && at.Side(out var side) && at.IsLast("}}"u8) &&
            price > 0 && SymbolMatcher.TryGet(symbolText, isUsual, symbols, out var symbol)
                ? new Trade(symbol, Time(time), NumberScanner.ToDecimal(price, priceScale), NumberScanner.ToDecimal(quantity, quantityScale), side)
                : null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static OrderUpdate? OrderUpdate(ReadOnlySpan<byte> text, SymbolCache? symbols)
    {
        var at = new Cursor(text);
        if (!(at.Skip("{\"event\":\"ORDER_UPDATE\",\"timestamp\":"u8) && at.Time(out var time) &&
            at.Skip(",\"data\":{\"symbol\":\""u8) && at.Text(out var symbolText, out var isUsual) &&
            at.Skip(",\"order_type\":\""u8) && at.Text(out var typeText, out _) &&
            at.Skip(",\"order_price\":"u8) && at.Number(out var price, out var priceScale) &&
            at.Skip(",\"order_quantity\":"u8) && at.Number(out var quantity, out var quantityScale) &&
            at.Skip(",\"order_id\":"u8) && at.Number(out var id, out var idScale) &&
            at.Skip(",\"executed_price\":"u8) && at.Number(out var executedPrice, out var executedPriceScale) &&
            at.Skip(",\"executed_quantity\":"u8) && at.Number(out var executedQuantity, out var executedQuantityScale) &&
            at.Skip(",\"side\":\""u8) && at.Side(out var side) &&
            at.Skip(",\"status\":\""u8) && at.Rest(out var statusText, "\"}}"u8) &&
            idScale == 0))
            return null;

        var type = OrderEnums.OrderType(typeText, out var typeName);
        var status = OrderEnums.OrderStatus(statusText, out var statusName);
        if (status == OrderStatus.Unknown || !SymbolMatcher.TryGet(symbolText, isUsual, symbols, out var symbol))
            return null;
        return new OrderUpdate(
            NumberScanner.ToDecimal(price, priceScale),
            NumberScanner.ToDecimal(quantity, quantityScale),
            NumberScanner.ToDecimal(executedPrice, executedPriceScale),
            NumberScanner.ToDecimal(executedQuantity, executedQuantityScale))
        {
            Timestamp = Time(time),
            Symbol = symbol,
            OrderId = (long)id,
            OrderType = type,
            OrderTypeText = typeName,
            Side = side,
            Status = status,
            StatusText = statusName,
        };
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Transaction? Transaction(ReadOnlySpan<byte> text, SymbolCache? symbols)
    {
        var at = new Cursor(text);
        return
            at.Skip("{\"event\":\"TRANSACTION\",\"timestamp\":"u8) && at.Time(out var time) &&
            at.Skip(",\"data\":{\"id\":"u8) && at.Number(out var id, out var idScale) &&
            at.Skip(",\"symbol\":\""u8) && at.Text(out var symbolText, out var isUsual) &&
            at.Skip(",\"order_id\":"u8) && at.Number(out var orderId, out var orderIdScale) &&
            at.Skip(",\"executed_price\":"u8) && at.Number(out var price, out var priceScale) &&
            at.Skip(",\"executed_quantity\":"u8) && at.Number(out var quantity, out var quantityScale) &&
            at.Skip(",\"side\":\""u8) && at.Side(out var side) && at.IsLast("}}"u8) &&
            (idScale | orderIdScale) == 0 && price > 0 && SymbolMatcher.TryGet(symbolText, isUsual, symbols, out var symbol)
                ? new Transaction(
                    (long)id, symbol, Time(time), (long)orderId, NumberScanner.ToDecimal(price, priceScale), NumberScanner.ToDecimal(quantity, quantityScale), side)
                : null;
    }

    private static DateTimeOffset Time(ulong milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds);

    /// <summary>Reads forward, at most sixteen characters at a time.</summary>
    private ref struct Cursor(ReadOnlySpan<byte> text)
    {
        private ReadOnlySpan<byte> _rest = text;

        /// <summary>Returns whether the rest of the text equals the given text.</summary>
        public readonly bool IsLast(ReadOnlySpan<byte> expected) => _rest.SequenceEqual(expected);

        /// <summary>Reads the rest of the text up to the given end.</summary>
        public readonly bool Rest(out ReadOnlySpan<byte> text, ReadOnlySpan<byte> last)
        {
            text = _rest[..Math.Max(0, _rest.Length - last.Length)];
            return _rest.EndsWith(last);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Skip(ReadOnlySpan<byte> expected)
        {
            if (!_rest.StartsWith(expected))
                return false;
            _rest = _rest[expected.Length..];
            return true;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Number(out ulong mantissa, out int scale)
        {
            (mantissa, scale) = (0, 0);
            if (_rest.Length < NumberScanner.Window)
                return false;
            var length = NumberScanner.ParseWindow(_rest, out mantissa, out scale);
            if (length == NumberScanner.None)
                return false;
            _rest = _rest[length..];
            return true;
        }

        /// <summary>Reads thirteen digits of milliseconds, for times from 2001 to 2286. The length is therefore known before the digits are read.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Time(out ulong milliseconds)
        {
            milliseconds = 0;
            if (_rest.Length < NumberScanner.Window || NumberScanner.ParseWindow(_rest, out milliseconds, out var scale) != TimeDigits || scale != 0)
                return false;
            _rest = _rest[TimeDigits..];
            return true;
        }

        /// <summary>Reads the rest of a string and its closing quote; <paramref name="isUsual"/> is true for a symbol of capital letters and digits.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Text(out ReadOnlySpan<byte> text, out bool isUsual)
        {
            text = default;
            isUsual = false;
            if (_rest.Length < NumberScanner.Window)
                return false;
            var characters = Vector128.Create(_rest[..NumberScanner.Window]);
            var stops = FastDecoder.StringStopsIn(characters);
            var length = BitOperations.TrailingZeroCount(stops);
            if (stops == 0 || _rest[length] != '"')
                return false;
            text = _rest[..length];
            _rest = _rest[(length + 1)..];
            isUsual = SymbolMatcher.Is(characters, length);
            return true;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Side(out Side side)
        {
            // No branch, because the side cannot be predicted.
            var word = _rest.Length < SellLength ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(_rest);
            var isBuy = word == Buy;
            var length = isBuy ? BuyLength : SellLength;
            side = isBuy ? Reactive.Side.Buy : Reactive.Side.Sell;
            if (!isBuy & !(word == Sell && _rest[SellLength - 1] == '"'))
                return false;
            _rest = _rest[length..];
            return true;
        }
    }
}
