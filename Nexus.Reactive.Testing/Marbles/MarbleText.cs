using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Nexus.Reactive.Testing;

/// <summary>Formats values in one line, independent of culture.</summary>
internal static class MarbleText
{
    private const int Longest = 200;

    public static string Of<T>(T value)
    {
        var culture = CultureInfo.CurrentCulture;
        // Records format their numbers in the current culture and do not accept another culture.
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            var text = Write(value).ReplaceLineEndings(" ");
            return text.Length <= Longest ? text : $"{text.AsSpan(0, Longest)}…";
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    public static string Of(Exception error) => $"{error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")}";

    private static string Write<T>(T value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        char letter => $"'{letter}'",
        DateTimeOffset time => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        Book book => $"Book {book.Symbol} {Write(book.Timestamp)} {Write(book.Bids)} | {Write(book.Asks)}",
        BookDiff diff => $"BookDiff {diff.Symbol} {Write(diff.Timestamp)} {(diff.IsInitial ? "initial " : "")}{Write(diff.Changes)}",
        Trade trade => $"Trade {trade.Symbol} {Write(trade.Timestamp)} {trade.Price}x{trade.Quantity} {(trade.Side == Side.Buy ? "buy" : "sell")}",
        ImmutableArray<Level> levels => string.Join(' ', levels.Select(static level => $"{level.Price}x{level.Quantity}")),
        ITuple tuple => $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(index => Write(tuple[index])))})",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Write))}]",
        _ => value.ToString() ?? "",
    };
}
