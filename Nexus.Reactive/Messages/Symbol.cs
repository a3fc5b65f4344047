using System.Buffers;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Nexus.Reactive;

/// <summary>A trading symbol in the exchange's form: <c>TYPE_BASE_QUOTE</c>, for example <c>SPOT_BTC_USDT</c>.</summary>
/// <remarks>
/// Equality is ordinal: the exchange's symbols are case-sensitive. <c>default(Symbol)</c> is not a symbol, and its text is empty.
/// In System.Text.Json a symbol is a JSON string, as a property and as a dictionary key; configuration binders and Newtonsoft.Json use its type converter.
/// </remarks>
[JsonConverter(typeof(SymbolJsonConverter))]
[TypeConverter(typeof(SymbolTypeConverter))]
public readonly record struct Symbol : IComparable<Symbol>, ISpanParsable<Symbol>
{
    private static readonly SearchValues<char> Usual = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_");

    // A single reference, because every message has a symbol and its parts are rarely read.
    private readonly string? _text;

    /// <summary>Creates a symbol from its three parts.</summary>
    /// <param name="type">The type of the market, such as <c>SPOT</c>.</param>
    /// <param name="base">The base asset, such as <c>BTC</c>.</param>
    /// <param name="quote">The quote asset, such as <c>USDT</c>.</param>
    /// <exception cref="ArgumentException">A part is empty or contains a character other than letters, digits, <c>.</c> and <c>-</c>.</exception>
    public Symbol(string type, string @base, string quote)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(@base, nameof(@base));
        ArgumentNullException.ThrowIfNull(quote);
        var text = $"{type}_{@base}_{quote}";
        if (!IsWellFormed(text))
            throw new ArgumentException($"'{text}' is not a symbol of the form TYPE_BASE_QUOTE.");
        _text = text;
    }

    private Symbol(string text) => _text = text;

    /// <summary>The type of the market, such as <c>SPOT</c>.</summary>
    public string Type => Part(0);

    /// <summary>The base asset, such as <c>BTC</c>.</summary>
    public string Base => Part(1);

    /// <summary>The quote asset, such as <c>USDT</c>.</summary>
    public string Quote => Part(2);

    /// <summary>Parses <c>TYPE_BASE_QUOTE</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">The text is not of this form.</exception>
    public static Symbol Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var symbol) ? symbol : throw NotASymbol(text);
    }

    /// <summary>Parses <c>TYPE_BASE_QUOTE</c>. Returns false if the text is not of this form.</summary>
    /// <param name="text">The text.</param>
    /// <param name="symbol">The symbol, or <c>default(Symbol)</c>.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out Symbol symbol)
    {
        symbol = text is not null && IsWellFormed(text) ? new Symbol(text) : default;
        return symbol._text is not null;
    }

    /// <inheritdoc cref="Parse(string)"/>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used: symbols are the same in every culture.</param>
    public static Symbol Parse(string s, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s);
    }

    /// <inheritdoc cref="TryParse(string?, out Symbol)"/>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used: symbols are the same in every culture.</param>
    /// <param name="result">The symbol.</param>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Symbol result) => TryParse(s, out result);

    /// <inheritdoc cref="Parse(string, IFormatProvider?)"/>
    public static Symbol Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => TryParse(s, provider, out var symbol) ? symbol : throw NotASymbol(s);

    /// <inheritdoc cref="TryParse(string?, IFormatProvider?, out Symbol)"/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Symbol result)
    {
        result = IsWellFormed(s) ? new Symbol(s.ToString()) : default;
        return result._text is not null;
    }

    /// <summary>Creates a symbol from a text that is known to have the correct form.</summary>
    internal static Symbol FromWellFormed(string text) => new(text);

    /// <summary>Orders symbols by their text, ordinally.</summary>
    public int CompareTo(Symbol other) => string.CompareOrdinal(_text, other._text);

    /// <summary>Returns whether <paramref name="left"/> is sorted before <paramref name="right"/>.</summary>
    public static bool operator <(Symbol left, Symbol right) => left.CompareTo(right) < 0;

    /// <summary>Returns whether <paramref name="left"/> is sorted before <paramref name="right"/> or is equal to it.</summary>
    public static bool operator <=(Symbol left, Symbol right) => left.CompareTo(right) <= 0;

    /// <summary>Returns whether <paramref name="left"/> is sorted after <paramref name="right"/>.</summary>
    public static bool operator >(Symbol left, Symbol right) => left.CompareTo(right) > 0;

    /// <summary>Returns whether <paramref name="left"/> is sorted after <paramref name="right"/> or is equal to it.</summary>
    public static bool operator >=(Symbol left, Symbol right) => left.CompareTo(right) >= 0;

    /// <summary>Returns the symbol in the exchange's form.</summary>
    public override string ToString() => _text ?? string.Empty;

    private static FormatException NotASymbol(ReadOnlySpan<char> text) => new($"'{text}' is not a symbol of the form TYPE_BASE_QUOTE.");

    private static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        if (text.ContainsAnyExcept(Usual) && !text.ToString().All(static c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_'))
            return false;
        var first = text.IndexOf('_');
        var last = text.LastIndexOf('_');
        return first > 0 && last > first + 1 && last < text.Length - 1 && !text[(first + 1)..last].Contains('_');
    }

    private string Part(int index) => _text is null ? string.Empty : _text.Split('_')[index];
}
