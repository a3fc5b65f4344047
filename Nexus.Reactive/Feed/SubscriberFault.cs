namespace Nexus.Reactive;

/// <summary>An exception of a subscriber, or of work on the feed's clock. Only the subscription of that subscriber has ended.</summary>
/// <param name="Stream">The stream: <c>Messages</c> (the feed itself), <c>Books</c>, <c>Trades</c>, … <c>Clock</c> for scheduled work, or <c>Isolate</c>.</param>
/// <param name="Item">The item passed to the subscriber; null for a terminal, scheduled work and <c>Isolate</c>.</param>
/// <param name="Exception">The exception.</param>
public sealed record SubscriberFault(string Stream, object? Item, Exception Exception)
{
    /// <summary>Returns the stream and the exception's type and message in one line, independent of culture.</summary>
    public override string ToString() => $"SubscriberFault {Stream}: {Exception.GetType().Name}: {PrintableText.Escape(Exception.Message, maxLength: 200)}";
}
