using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nexus.Reactive;

/// <summary>The small events letter for letter as the exchange prints them, by far the most common texts; anything else is null.</summary>
internal static class UsualShape
{
    private const int KindAt = 13;

    public static NexusMessage? Decode(ReadOnlySpan<char> text, SymbolCache? symbols) => text.Length <= KindAt
        ? null
        : text[KindAt] switch
        {
            'D' => Trade(text, symbols),
            'E' => OrderUpdate(text, symbols),
            'N' => Transaction(text, symbols),
            _ => null,
        };

    private static Trade? Trade(ReadOnlySpan<char> text, SymbolCache? symbols)
    {
        var at = new Cursor(text);
        return
            at.Skip("{\"event\":\"TRADE\",\"symbol\":\"") && at.Text(out var symbolText) &&
            at.Skip(",\"timestamp\":") && at.Number(out var time, out var timeScale) &&
            at.Skip(",\"data\":{\"price\":") && at.Number(out var price, out var priceScale) &&
            at.Skip(",\"quantity\":") && at.Number(out var quantity, out var quantityScale) &&
            at.Skip(",\"side\":\"") && at.Side(out var side) && at.Skip("}}") && at.IsAtEnd &&
            price > 0 && IsTime(time, timeScale) && TryGetSymbol(symbolText, symbols, out var symbol)
                ? new Trade(symbol, Time(time), Decimal(price, priceScale), Decimal(quantity, quantityScale), side)
                : null;
    }

    private static OrderUpdate? OrderUpdate(ReadOnlySpan<char> text, SymbolCache? symbols)
    {
        var at = new Cursor(text);
        if (!(at.Skip("{\"event\":\"ORDER_UPDATE\",\"timestamp\":") && at.Number(out var time, out var timeScale) &&
            at.Skip(",\"data\":{\"symbol\":\"") && at.Text(out var symbolText) &&
            at.Skip(",\"order_type\":\"") && at.Text(out var typeText) &&
            at.Skip(",\"order_price\":") && at.Number(out var price, out var priceScale) &&
            at.Skip(",\"order_quantity\":") && at.Number(out var quantity, out var quantityScale) &&
            at.Skip(",\"order_id\":") && at.Number(out var id, out var idScale) &&
            at.Skip(",\"executed_price\":") && at.Number(out var executedPrice, out var executedPriceScale) &&
            at.Skip(",\"executed_quantity\":") && at.Number(out var executedQuantity, out var executedQuantityScale) &&
            at.Skip(",\"side\":\"") && at.Side(out var side) &&
            at.Skip(",\"status\":\"") && at.Text(out var statusText) && at.Skip("}}") && at.IsAtEnd &&
            idScale == 0 && IsTime(time, timeScale) && TryGetSymbol(symbolText, symbols, out var symbol)))
            return null;

        var type = Vocabulary.OrderType(typeText, out var typeName);
        var status = Vocabulary.OrderStatus(statusText, out var statusName);
        return new OrderUpdate(
            Time(time),
            symbol,
            (long)id,
            type,
            typeName,
            price > 0 ? Decimal(price, priceScale) : null,
            Decimal(quantity, quantityScale),
            executedPrice > 0 ? Decimal(executedPrice, executedPriceScale) : null,
            Decimal(executedQuantity, executedQuantityScale),
            AggregatedExecutedQuantity: null,
            side,
            status,
            statusName);
    }

    private static Transaction? Transaction(ReadOnlySpan<char> text, SymbolCache? symbols)
    {
        var at = new Cursor(text);
        return
            at.Skip("{\"event\":\"TRANSACTION\",\"timestamp\":") && at.Number(out var time, out var timeScale) &&
            at.Skip(",\"data\":{\"id\":") && at.Number(out var id, out var idScale) &&
            at.Skip(",\"symbol\":\"") && at.Text(out var symbolText) &&
            at.Skip(",\"order_id\":") && at.Number(out var orderId, out var orderIdScale) &&
            at.Skip(",\"executed_price\":") && at.Number(out var price, out var priceScale) &&
            at.Skip(",\"executed_quantity\":") && at.Number(out var quantity, out var quantityScale) &&
            at.Skip(",\"side\":\"") && at.Side(out var side) && at.Skip("}}") && at.IsAtEnd &&
            (idScale | orderIdScale) == 0 && price > 0 && IsTime(time, timeScale) && TryGetSymbol(symbolText, symbols, out var symbol)
                ? new Transaction(
                    Time(time), (long)id, symbol, (long)orderId, Decimal(price, priceScale), Decimal(quantity, quantityScale), Fee: null, FeeAsset: null, side)
                : null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsTime(ulong milliseconds, int scale) => scale == 0 && milliseconds <= (ulong)FastDecoder.LastMillisecond;

    private static DateTimeOffset Time(ulong milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static decimal Decimal(ulong mantissa, int scale) =>
        new((int)mantissa, (int)(mantissa >> 32), 0, isNegative: false, (byte)scale);

    private static bool TryGetSymbol(ReadOnlySpan<char> text, SymbolCache? symbols, out Symbol symbol) =>
        symbols is null ? Symbol.TryParse(text.ToString(), out symbol) : symbols.TryGet(text, out symbol);

    /// <summary>Walks forward; what a window of sixteen characters does not show is not usual.</summary>
    private ref struct Cursor(ReadOnlySpan<char> text)
    {
        private ReadOnlySpan<char> _rest = text;

        public readonly bool IsAtEnd => _rest.IsEmpty;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Skip(string expected)
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
            if (_rest.Length < FastNumber.Window)
                return false;
            var length = FastNumber.ParseWindow(_rest, out mantissa, out scale);
            if (length == FastNumber.None)
                return false;
            _rest = _rest[length..];
            return true;
        }

        /// <summary>The rest of a string and its closing quote.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Text(out ReadOnlySpan<char> text)
        {
            text = default;
            if (_rest.Length < FastNumber.Window)
                return ShortText(out text);
            var window = MemoryMarshal.Cast<char, ushort>(_rest[..FastNumber.Window]);
            var stops = FastDecoder.StringStopsIn(window);
            var length = BitOperations.TrailingZeroCount(stops);
            if (stops == 0 || _rest[length] != '"')
                return false;
            text = _rest[..length];
            _rest = _rest[(length + 1)..];
            return true;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Side(out Side side)
        {
            side = Reactive.Side.Buy;
            if (Skip("BUY\""))
                return true;
            side = Reactive.Side.Sell;
            return Skip("SELL\"");
        }

        private bool ShortText(out ReadOnlySpan<char> text)
        {
            text = default;
            var length = _rest.IndexOfAnyExceptInRange('A', '_');
            if (length < 0 || _rest[length] != '"' || _rest[..length].Contains('\\'))
                return false;
            text = _rest[..length];
            _rest = _rest[(length + 1)..];
            return true;
        }
    }
}
