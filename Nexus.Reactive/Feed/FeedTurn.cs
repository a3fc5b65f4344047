namespace Nexus.Reactive;

/// <summary>
/// An item in a feed's queue: a message, its text or both; a source of the next message; a connection; the end, with or without an error; or work on the clock,
/// which has no input.
/// </summary>
internal readonly record struct FeedTurn(FeedInput Input, FeedTurnKind Kind, object? Payload, string? Text, DateTimeOffset? ArrivedAt);

internal enum FeedTurnKind
{
    Message,
    Pull,
    Reconnect,
    End,
    Work,
}
