namespace Nexus.Reactive;

/// <summary>All that any event may hold, read whatever the event, since <c>event</c> may come last. Of a name given twice the last stays.</summary>
internal sealed class RawMessage
{
    public JsonValue Event;
    public JsonValue Symbol;
    public JsonValue Timestamp;
    public JsonValue Error;
    public JsonValue DataValue;
    public RawData Data;
}
