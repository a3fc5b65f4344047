namespace Nexus.Reactive;

/// <summary>The text of a message that is converted to characters only when it is read.</summary>
internal interface ITextSource
{
    /// <summary>The text; valid until the source's next message.</summary>
    ReadOnlySpan<char> Text { get; }
}
