namespace Nexus.Reactive;

/// <summary>Which of the eight messages one is; the feed switches on it.</summary>
internal enum MessageKind
{
    Ping,
    Book,
    Trade,
    OrderUpdate,
    Transaction,
    Gap,
    Unknown,
    Malformed,
}
