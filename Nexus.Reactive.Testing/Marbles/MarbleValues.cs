using System.Reactive;

namespace Nexus.Reactive.Testing;

/// <summary>The values of a diagram's characters. A character without a value represents itself if values are characters, or strings and none is given.</summary>
internal sealed class MarbleValues<T>
{
    private readonly Dictionary<char, T> _values = [];
    private readonly Exception _error;

    public MarbleValues(IEnumerable<KeyValuePair<char, T>> values, Exception error)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(error);
        _error = error;
        foreach (var (symbol, value) in values)
        {
            if (!Marble.IsValue(symbol))
                throw new MarbleException($"'{symbol}' cannot represent a value.");
            if (!_values.TryAdd(symbol, value))
                throw new MarbleException($"'{symbol}' has two values.");
        }
    }

    public MarbleValues((char Marble, T Value)[] values, Exception error)
        : this(values.Select(static pair => KeyValuePair.Create(pair.Marble, pair.Value)), error)
    {
    }

    public IEnumerable<KeyValuePair<char, T>> Known => _values;

    /// <summary>Reads a diagram into notifications.</summary>
    public (MarbleEvent<T>[] Events, Marble[] Marbles, long Length) Read(string diagram, DiagramKind kind, TimeSpan frame)
    {
        var (marbles, length) = DiagramParser.Parse(diagram, kind, frame, symbol => TryGet(symbol, out _) ? null : Complaint(symbol));
        return ([.. marbles.Select(marble => new MarbleEvent<T>(marble.Frame, frame * marble.Frame, Notify(marble.Character)))], [.. marbles], length);
    }

    private Notification<T> Notify(char symbol) => symbol switch
    {
        Marble.Completion => Notification.CreateOnCompleted<T>(),
        Marble.Failure => Notification.CreateOnError<T>(_error),
        _ when TryGet(symbol, out var value) => Notification.CreateOnNext(value),
        _ => throw new MarbleException(Complaint(symbol)),
    };

    private bool TryGet(char symbol, out T value)
    {
        if (_values.TryGetValue(symbol, out value!))
            return true;
        if (symbol is T itself)
            value = itself;
        else if (_values.Count == 0 && symbol.ToString() is T text)
            value = text;
        else
            return false;
        return true;
    }

    private string Complaint(char symbol) => _values.Count == 0
        ? $"No value is defined for '{symbol}'; defined values: none. The items are of type {typeof(T).Name}; only a character or a string represents itself."
        : $"No value is defined for '{symbol}'; defined values: {string.Join(' ', _values.Keys)}. (A time must be surrounded by spaces.)";
}
