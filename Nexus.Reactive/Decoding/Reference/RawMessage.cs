namespace Nexus.Reactive;

/// <summary>Everything that any event may hold. It is read before the event is known, since <c>event</c> may come last; of a name given twice the last value stays.</summary>
internal sealed class RawMessage
{
    private readonly JsonValue[] _data = new JsonValue[PayloadFields.AllNames.Count];

    public JsonValue Event { get; set; }

    public JsonValue Symbol { get; set; }

    public JsonValue Timestamp { get; set; }

    public JsonValue Error { get; set; }

    public JsonValue DataValue { get; private set; }

    public RawSide Asks { get; set; }

    public RawSide Bids { get; set; }

    /// <summary>A field of <c>data</c>.</summary>
    public ref JsonValue this[PayloadField field] => ref _data[(int)field];

    /// <summary>Starts <c>data</c>; what an earlier one held does not count.</summary>
    public void StartData(JsonValue value)
    {
        DataValue = value;
        Array.Clear(_data);
        (Asks, Bids) = (default, default);
    }
}
