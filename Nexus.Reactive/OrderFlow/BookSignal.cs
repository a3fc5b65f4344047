using System.Globalization;

namespace Nexus.Reactive;

/// <summary>A value of a symbol's current book.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Timestamp">The book's time; for a value that a gap ended, the clock's time.</param>
/// <param name="Value">The value; null if it is not defined for the book, or after a gap until the symbol's next book.</param>
public sealed record BookSignal(Symbol Symbol, DateTimeOffset Timestamp, decimal? Value) : IHasSymbol
{
    /// <summary>Returns the symbol, the time and the value in one line, independent of culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"BookSignal {Symbol} {PrintableText.Time(Timestamp)} {Value?.ToString(CultureInfo.InvariantCulture) ?? "-"}");
}
