using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Nexus.Reactive;

/// <summary>
/// The latest messages that the redundant lines of a symbol delivered, numbered in the order of delivery, and the lines that received each. A message is
/// identified by a hash of its text, so the memory use does not depend on the size of messages.
/// </summary>
internal sealed class LineLog
{
    /// <summary>The maximum number of retained messages, and therefore the maximum lag of a line.</summary>
    public const int Capacity = 8192;

    private readonly Entry[] _entries = new Entry[Capacity];
    private readonly Dictionary<UInt128, long> _latest = new(Capacity);

    /// <summary>The number of the next message.</summary>
    public long End { get; private set; }

    /// <summary>The number of the oldest retained message.</summary>
    public long Start => Math.Max(0, End - Capacity);

    /// <summary>Returns half of the text's SHA-256. Two texts with the same hash are assumed to be equal.</summary>
    public static UInt128 GetHash(ReadOnlySpan<char> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text), hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }

    public UInt128 GetText(long number) => At(number).Text;

    public bool Contains(UInt128 text) => _latest.ContainsKey(text);

    public long Append(UInt128 text, ulong line)
    {
        ref var entry = ref At(End);
        if (End >= Capacity && _latest.GetValueOrDefault(entry.Text, -1) == End - Capacity)
            _latest.Remove(entry.Text);
        entry = new Entry(text, line, _latest.GetValueOrDefault(text, -1));
        _latest[text] = End;
        return End++;
    }

    /// <summary>
    /// Marks the oldest message with this text that the line has not received yet, and returns its number; -1 if there is none from <paramref name="from"/>
    /// on. <paramref name="next"/> is the number at which it is expected.
    /// </summary>
    public long Receive(UInt128 text, ulong line, long from, long next)
    {
        if (next >= Math.Max(from, Start) && next < End && At(next) is var expected && expected.Text == text && (expected.Lines & line) == 0 && IsFirst(expected, line, from))
        {
            At(next).Lines |= line;
            return next;
        }

        var oldest = -1L;
        for (var number = _latest.GetValueOrDefault(text, -1); number >= Math.Max(from, Start); number = At(number).Previous)
        {
            if ((At(number).Lines & line) == 0)
                oldest = number;
        }

        if (oldest >= 0)
            At(oldest).Lines |= line;
        return oldest;
    }

    /// <summary>
    /// Returns the number of the only message with this text that directly follows <paramref name="previous"/>, both from <paramref name="from"/> on; -1 if there is none
    /// or more than one.
    /// </summary>
    public long FindPair(UInt128 previous, UInt128 text, long from)
    {
        var found = -1L;
        for (var number = _latest.GetValueOrDefault(text, -1); number > Math.Max(from, Start); number = At(number).Previous)
        {
            if (At(number - 1).Text != previous)
                continue;
            if (found >= 0)
                return -1;
            found = number;
        }

        return found;
    }

    // Returns whether there is no older message of the same text that the line may still receive.
    private bool IsFirst(in Entry entry, ulong line, long from) =>
        entry.Previous < Math.Max(from, Start) || (At(entry.Previous).Lines & line) != 0;

    private ref Entry At(long number) => ref _entries[number % Capacity];

    private record struct Entry(UInt128 Text, ulong Lines, long Previous);
}
