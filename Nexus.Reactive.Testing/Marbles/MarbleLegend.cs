using System.Reactive;

namespace Nexus.Reactive.Testing;

/// <summary>Maps values to letters: values of the test to the given letters, and other values to new letters.</summary>
internal sealed class MarbleLegend<T>(IEnumerable<KeyValuePair<char, T>> given, MarbleEquality<T> equality)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const char TooMany = '?';

    private readonly List<(char Symbol, T Value)> _used = [];
    private readonly Dictionary<char, T> _given = new(given);
    private readonly HashSet<char> _unknown = [];

    /// <summary>Returns the events as marbles.</summary>
    public Marble[] Name(IEnumerable<MarbleEvent<T>> events) => [.. events.Select(item => new Marble(item.Frame, Name(item.Notification)))];

    /// <summary>Assigns the character that the other diagram uses to a value.</summary>
    public void Use(char symbol, T value)
    {
        if (!_used.Exists(used => used.Symbol == symbol))
            _used.Add((symbol, value));
    }

    /// <summary>Lists each used letter and its value, one per line.</summary>
    /// <param name="remark">Appended to a value whose letter was chosen automatically.</param>
    public IEnumerable<string> Describe(string remark = "") =>
        _used.Select(used => $"{used.Symbol} = {MarbleText.Of(used.Value)}{(_unknown.Contains(used.Symbol) ? remark : "")}");

    private char Name(Notification<T> notification) => notification.Kind switch
    {
        NotificationKind.OnCompleted => Marble.Completion,
        NotificationKind.OnError => Marble.Failure,
        _ => Name(notification.Value),
    };

    private char Name(T value)
    {
        foreach (var (symbol, known) in _used)
        {
            if (equality.Equals(known, value))
                return symbol;
        }

        foreach (var (symbol, known) in _given)
        {
            if (equality.Equals(known, value))
                return Use(symbol, value, isUnknown: false);
        }

        if (GetItself(value) is { } itself && Marble.IsValue(itself) && IsFree(itself))
            return Use(itself, value, isUnknown: false);
        var free = Letters.FirstOrDefault(IsFree, TooMany);
        return free == TooMany ? free : Use(free, value, isUnknown: true);
    }

    private char? GetItself(T value) => value switch
    {
        char character => character,
        string { Length: 1 } text when _given.Count == 0 => text[0],
        _ => null,
    };

    private bool IsFree(char symbol) => !_given.ContainsKey(symbol) && !_used.Exists(used => used.Symbol == symbol);

    private char Use(char symbol, T value, bool isUnknown)
    {
        _used.Add((symbol, value));
        if (isUnknown)
            _unknown.Add(symbol);
        return symbol;
    }
}
