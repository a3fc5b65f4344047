namespace Nexus.Reactive;

/// <summary>A subscriber, or work on the feed's clock, threw; its subscription was ended and nothing else.</summary>
/// <param name="Stream">Where it was subscribed: <c>Messages</c> (the feed itself), <c>Books</c>, <c>Trades</c>, … or <c>Clock</c> for scheduled work.</param>
/// <param name="Item">What it was given; null when it threw in a terminal or in scheduled work.</param>
/// <param name="Exception">What it threw.</param>
public sealed record SubscriberFault(string Stream, object? Item, Exception Exception);
