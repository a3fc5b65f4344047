using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

/// <summary>The latest keys, each with a note: bounded, first in first out.</summary>
/// <remarks>A hash table whose entries are in pieces of a fixed size, so that it grows without copying them and no input waits for that.</remarks>
internal sealed class BoundedFifoMap<TKey, TNote>(int capacity)
    where TKey : struct, IEquatable<TKey>
{
    private const int PieceBits = 10;
    private const int PieceSize = 1 << PieceBits;
    private const int None = -1;

    private Entry[][] _pieces = [new Entry[16]];

    // The first entry of each chain, plus 1; the number of chains is a power of two.
    private int[] _chains = new int[16];
    private int _count;

    // Where the next key goes: behind the last one, or in the place of the oldest one.
    private int _next;

    /// <summary>Whether the key is new; otherwise <paramref name="known"/> is the note that it has and keeps.</summary>
    public bool TryAdd(TKey key, in TNote note, [MaybeNullWhen(true)] out TNote known)
    {
        var place = Find(key);
        known = place == None ? default : At(place).Note;
        if (place == None)
            Add(key, note);
        return place == None;
    }

    /// <summary>Adds the key, or replaces its note.</summary>
    public void Set(TKey key, in TNote note)
    {
        var place = Find(key);
        if (place == None)
            Add(key, note);
        else
            At(place).Note = note;
    }

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TNote note)
    {
        var place = Find(key);
        note = place == None ? default : At(place).Note;
        return place != None;
    }

    private void Add(TKey key, in TNote note)
    {
        if (capacity == 0)
            return;
        if (_count == capacity)
            Unlink(_next);
        else
            Grow();
        ref var chain = ref ChainOf(key);
        At(_next) = new Entry { Key = key, Note = note, Following = chain };
        chain = _next + 1;
        _next = _next + 1 == capacity ? 0 : _next + 1;
    }

    private int Find(TKey key)
    {
        var place = ChainOf(key) - 1;
        while (place != None && !At(place).Key.Equals(key))
            place = At(place).Following - 1;
        return place;
    }

    private void Unlink(int place)
    {
        ref var link = ref ChainOf(At(place).Key);
        while (link != place + 1)
            link = ref At(link - 1).Following;
        link = At(place).Following;
    }

    private void Grow()
    {
        if (_count == _chains.Length)
            Rechain();
        var piece = _count >> PieceBits;
        if (piece == _pieces.Length)
            _pieces = [.. _pieces, new Entry[PieceSize]];
        else if (_count == _pieces[piece].Length)
            Array.Resize(ref _pieces[piece], _count * 2);
        _count++;
    }

    private void Rechain()
    {
        _chains = new int[_chains.Length * 2];
        for (var place = 0; place < _count; place++)
        {
            ref var entry = ref At(place);
            ref var chain = ref ChainOf(entry.Key);
            entry.Following = chain;
            chain = place + 1;
        }
    }

    // Ids are often multiples of one number: the high bits of a product tell them apart.
    private ref int ChainOf(TKey key) =>
        ref _chains[(int)(((uint)key.GetHashCode() * 0x9E3779B97F4A7C15UL) >> 32) & (_chains.Length - 1)];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Entry At(int place) => ref _pieces[place >> PieceBits][place & (PieceSize - 1)];

    private struct Entry
    {
        public TKey Key;
        public TNote Note;

        // Plus 1; 0 at the chain's end.
        public int Following;
    }
}
