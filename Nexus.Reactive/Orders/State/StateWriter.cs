using System.Text.Json;

namespace Nexus.Reactive;

/// <summary>Writes a state as JSON.</summary>
internal sealed class StateWriter(Utf8JsonWriter json) : StateArchive
{
    private readonly Dictionary<object, long> _numbers = new(ReferenceEqualityComparer.Instance);

    public override bool IsReading => false;

    public override void Value(string name, ref string? value) => json.WriteString(name, value);

    public override void Value(string name, ref long value) => json.WriteNumber(name, value);

    public override void Value(string name, ref bool value) => json.WriteBoolean(name, value);

    public override T Object<T>(string name, T? value, Func<T?, T> transfer)
        where T : default
    {
        json.WriteStartObject(name);
        var written = transfer(value);
        json.WriteEndObject();
        return written;
    }

    public override T? Optional<T>(string name, T? value, Func<T?, T> transfer)
        where T : class
    {
        if (value is not null)
            return Object(name, value, transfer);
        json.WriteNull(name);
        return null;
    }

    public override List<T> List<T>(string name, IEnumerable<T> items, Func<T?, T> transfer)
        where T : default
    {
        var written = new List<T>();
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            written.Add(transfer(item));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        return written;
    }

    public override T? Reference<T>(string name, T? value, Func<T?, T> transfer)
        where T : class
    {
        if (value is null)
        {
            json.WriteNull(name);
            return null;
        }

        json.WriteStartObject(name);
        if (_numbers.TryGetValue(value, out var number))
            json.WriteNumber("#", number);
        else
        {
            json.WriteNumber("#", _numbers[value] = _numbers.Count);
            transfer(value);
        }

        json.WriteEndObject();
        return value;
    }
}
