using System.Globalization;

namespace Nexus.Reactive.Nats;

/// <summary>Identifies an entry of the log. It is the message's <c>Nats-Msg-Id</c>, so that one header carries everything that readers and writers check.</summary>
/// <param name="Epoch">The writer's term.</param>
/// <param name="Session">Grows when a writer numbers its entries again after the log lost some.</param>
/// <param name="Number">The entry's number within the epoch, over all entries.</param>
/// <param name="PublicNumber">The number over public entries: this entry's if it is public, else that of the last public one.</param>
/// <param name="ArrivedAt">When the message arrived, in nanoseconds since the Unix epoch.</param>
internal readonly record struct EntryId(long Epoch, int Session, long Number, long PublicNumber, long ArrivedAt)
{
    private const int Fields = 5;

    // Five numbers of at most 19 digits, and what is between them.
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

    /// <summary>Whether this entry comes after another one in the log.</summary>
    public bool IsAfter(in EntryId other) => Epoch != other.Epoch ? Epoch > other.Epoch : Number > other.Number;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}-{Session}-{Number}-{PublicNumber}-{ArrivedAt}");
}
