namespace Nexus.Reactive;

public sealed partial record Book
{
    /// <summary>The next book: <c>previous.Apply(diff) == next</c>. The same as <see cref="BookDiff.Apply"/>.</summary>
    /// <exception cref="ArgumentException">The diff does not fit this book.</exception>
    public Book Apply(BookDiff diff)
    {
        ArgumentNullException.ThrowIfNull(diff);
        return diff.Apply(this);
    }
}
