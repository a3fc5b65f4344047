using System.Globalization;

namespace Nexus.Reactive.Nats;

/// <summary>
/// Identifies an entry of the log. It is the message's <c>Nats-Msg-Id</c>, so that one header contains all information that readers and writers check.
/// </summary>
/// <param name="Epoch">The epoch of the writer.</param>
/// <param name="Session">Increases when a writer renumbers its entries after the log lost some entries.</param>
/// <param name="Number">The entry's number within the epoch, over all entries.</param>
/// <param name="PublicNumber">The number of this entry among public entries, if it is public; otherwise, the number of the last public entry.</param>
/// <param name="ArrivedAt">The arrival time of the message, in nanoseconds since the Unix epoch.</param>
internal readonly record struct EntryId(long Epoch, int Session, long Number, long PublicNumber, long ArrivedAt)
{
    private const int Fields = 5;

    // Five numbers of at most 19 digits, and their separators.
    private const int MaxLength = Fields * 20;

    public DateTimeOffset ArrivalTime => DateTimeOffset.UnixEpoch.AddTicks(ArrivedAt / 100);

    public static long ToNanoseconds(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * 100;

    public static bool TryParse(ReadOnlySpan<char> text, out EntryId id)
    {
        Span<long> values = stackalloc long[Fields];
        var count = 0;
        foreach (var range in text.Split('-'))
        {
            if (count == Fields || !long.TryParse(text[range], NumberStyles.None, CultureInfo.InvariantCulture, out values[count++]))
            {
                id = default;
                return false;
            }
        }

        id = new EntryId(values[0], (int)values[1], values[2], values[3], values[4]);
        return count == Fields;
    }

    public static bool TryParse(ReadOnlySpan<byte> text, out EntryId id)
    {
        Span<char> characters = stackalloc char[MaxLength];
        id = default;
        return text.Length <= MaxLength && TryParse(characters[..System.Text.Encoding.ASCII.GetChars(text, characters)], out id);
    }

    /// <summary>Returns whether this entry follows another entry in the log.</summary>
    public bool IsAfter(in EntryId other) => Epoch != other.Epoch ? Epoch > other.Epoch : Number > other.Number;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}-{Session}-{Number}-{PublicNumber}-{ArrivedAt}");
}
