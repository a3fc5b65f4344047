using System.Buffers;
using System.Text;

namespace Nexus.Reactive;

/// <summary>The exchange's names of order types and statuses. Messages share the strings of known names.</summary>
internal static class OrderEnums
{
    private const int LongestWord = 16;

    public static OrderType OrderType(ReadOnlySpan<byte> word, out string text)
    {
        (var type, text) = word.Length switch
        {
            5 when word.SequenceEqual("LIMIT"u8) => (Reactive.OrderType.Limit, "LIMIT"),
            6 when word.SequenceEqual("MARKET"u8) => (Reactive.OrderType.Market, "MARKET"),
            3 when word.SequenceEqual("IOC"u8) => (Reactive.OrderType.ImmediateOrCancel, "IOC"),
            3 when word.SequenceEqual("FOK"u8) => (Reactive.OrderType.FillOrKill, "FOK"),
            9 when word.SequenceEqual("POST_ONLY"u8) => (Reactive.OrderType.PostOnly, "POST_ONLY"),
            3 when word.SequenceEqual("ASK"u8) => (Reactive.OrderType.Ask, "ASK"),
            3 when word.SequenceEqual("BID"u8) => (Reactive.OrderType.Bid, "BID"),
            9 when word.SequenceEqual("LIQUIDATE"u8) => (Reactive.OrderType.Liquidate, "LIQUIDATE"),
            _ => (Reactive.OrderType.Unknown, Encoding.UTF8.GetString(word)),
        };
        return type;
    }

    public static OrderStatus OrderStatus(ReadOnlySpan<byte> word, out string text)
    {
        (var status, text) = word.Length switch
        {
            3 when word.SequenceEqual("NEW"u8) => (Reactive.OrderStatus.New, "NEW"),
            14 when word.SequenceEqual("PARTIAL_FILLED"u8) => (Reactive.OrderStatus.PartiallyFilled, "PARTIAL_FILLED"),
            6 when word.SequenceEqual("FILLED"u8) => (Reactive.OrderStatus.Filled, "FILLED"),
            9 when word.SequenceEqual("CANCELLED"u8) => (Reactive.OrderStatus.Cancelled, "CANCELLED"),
            8 when word.SequenceEqual("REJECTED"u8) => (Reactive.OrderStatus.Rejected, "REJECTED"),
            _ => (Reactive.OrderStatus.Unknown, Encoding.UTF8.GetString(word)),
        };
        return status;
    }

    public static OrderType OrderType(ReadOnlySpan<char> word, out string text)
    {
        Span<byte> bytes = stackalloc byte[LongestWord];
        if (Ascii.FromUtf16(word, bytes, out var length) == OperationStatus.Done)
            return OrderType(bytes[..length], out text);
        text = word.ToString();
        return Reactive.OrderType.Unknown;
    }

    public static OrderStatus OrderStatus(ReadOnlySpan<char> word, out string text)
    {
        Span<byte> bytes = stackalloc byte[LongestWord];
        if (Ascii.FromUtf16(word, bytes, out var length) == OperationStatus.Done)
            return OrderStatus(bytes[..length], out text);
        text = word.ToString();
        return Reactive.OrderStatus.Unknown;
    }
}
