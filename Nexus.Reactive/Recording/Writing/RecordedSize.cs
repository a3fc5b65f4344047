namespace Nexus.Reactive;

/// <summary>Returns the memory that a message takes while it waits for the writer.</summary>
internal static class RecordedSize
{
    // The object, its numbers and references, and the text of its line without its strings.
    private const int Fixed = 512;
    private const int Level = 32;

    /// <param name="message">The message.</param>
    /// <param name="textLength">The number of characters of its strings.</param>
    /// <returns>The number of bytes.</returns>
    public static long Get(NexusMessage message, out long textLength)
    {
        (textLength, var levels) = message switch
        {
            Book book => (0, book.Asks.Length + book.Bids.Length),
            OrderUpdate update => (GetLength(update.StatusText) + GetLength(update.OrderTypeText), 0),
            Transaction transaction => (GetLength(transaction.FeeAsset), 0),
            FeedGap gap => (GetLength(gap.Reason), 0),
            UnknownMessage unknown => (GetLength(unknown.Event) + GetLength(unknown.Text), 0),
            MalformedMessage malformed => (GetLength(malformed.Text) + GetLength(malformed.Reason), 0),
            _ => (0L, 0),
        };
        return Fixed + (2 * textLength) + ((long)Level * levels);
    }

    private static long GetLength(string? text) => text?.Length ?? 0;
}
