using System.Text.Json;

namespace Nexus.Reactive;

/// <summary>Reads a state from JSON.</summary>
internal sealed class StateReader(JsonElement root) : StateArchive
{
    private readonly List<object?> _known = [];
    private JsonElement _current = root;

    public override bool IsReading => true;

    public override void Value(string name, ref string? value) => value = _current.GetProperty(name).GetString();

    public override void Value(string name, ref long value) => value = _current.GetProperty(name).GetInt64();

    public override void Value(string name, ref bool value) => value = _current.GetProperty(name).GetBoolean();

    public override T Object<T>(string name, T? value, Func<T?, T> transfer)
        where T : default => Within(_current.GetProperty(name), transfer);

    public override T? Optional<T>(string name, T? value, Func<T?, T> transfer)
        where T : class
    {
        var element = _current.GetProperty(name);
        return element.ValueKind == JsonValueKind.Null ? null : Within(element, transfer);
    }

    public override List<T> List<T>(string name, IEnumerable<T> items, Func<T?, T> transfer)
        where T : default
    {
        var read = new List<T>();
        foreach (var element in _current.GetProperty(name).EnumerateArray())
            read.Add(Within(element, transfer));
        return read;
    }

    public override T? Reference<T>(string name, T? value, Func<T?, T> transfer)
        where T : class
    {
        var element = _current.GetProperty(name);
        if (element.ValueKind == JsonValueKind.Null)
            return null;
        var number = element.GetProperty("#").GetInt32();
        if (number < _known.Count)
            return (T)_known[number]!;
        _known.Add(null);
        var read = Within(element, transfer);
        _known[number] = read;
        return read;
    }

    private T Within<T>(JsonElement element, Func<T?, T> transfer)
    {
        var outer = _current;
        _current = element;
        var read = transfer(default);
        _current = outer;
        return read;
    }
}
