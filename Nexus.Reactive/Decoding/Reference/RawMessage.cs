namespace Nexus.Reactive;

/// <summary>
/// All fields that any event may have. They are read before the event is known, because <c>event</c> may come last. If a name is repeated, the last value is
/// used.
/// </summary>
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

    /// <summary>Starts <c>data</c> and discards the contents of an earlier <c>data</c>.</summary>
    public void StartData(JsonValue value)
    {
        DataValue = value;
        Array.Clear(_data);
        (Asks, Bids) = (default, default);
    }
}
