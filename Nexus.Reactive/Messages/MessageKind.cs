namespace Nexus.Reactive;

/// <summary>The kinds of message.</summary>
internal enum MessageKind
{
    Ping,
    Book,
    Trade,
    OrderUpdate,
    Transaction,
    Gap,
    Resumed,
    Unknown,
    Malformed,
}
