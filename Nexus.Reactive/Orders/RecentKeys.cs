using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Nexus.Reactive;

/// <summary>The latest keys, each with a note: bounded, first in first out.</summary>
/// <remarks>Its own hash table, since a dictionary and a queue beside it hold every key twice: here the entries are the queue.</remarks>
internal sealed class RecentKeys<TNote>(int capacity)
{
    private const int None = -1;

    // A power of two; each is the index of the chain's first entry, plus one.
    private int[] _buckets = new int[1 << 4];
    private int _shift = 64 - 4;

    // In order of arrival; once it is as long as the capacity, a ring.
    private Entry[] _entries = [];
    private int _count;
    private int _oldest;

    /// <summary>Whether the key is new; otherwise <paramref name="known"/> is the note that it has and keeps.</summary>
    public bool TryAdd(long key, in TNote note, out TNote known)
    {
        var index = Find(key);
        if (index != None)
        {
            known = _entries[index].Note;
            return false;
        }

        Add(key, note);
        known = note;
        return true;
    }

    /// <summary>Adds the key, or replaces its note.</summary>
    public void Set(long key, in TNote note)
    {
        var index = Find(key);
        if (index == None)
            Add(key, note);
        else
            _entries[index].Note = note;
    }

    public bool TryGet(long key, [MaybeNullWhen(false)] out TNote note)
    {
        var index = Find(key);
        note = index == None ? default : _entries[index].Note;
        return index != None;
    }

    private int Find(long key)
    {
        var entries = _entries;
        var index = _buckets[BucketOf(key)] - 1;
        while ((uint)index < (uint)entries.Length && entries[index].Key != key)
            index = entries[index].Next;
        return index;
    }

    private void Add(long key, in TNote note)
    {
        if (capacity == 0)
            return;
        int index;
        if (_count == capacity)
        {
            index = _oldest;
            _oldest = index + 1 == capacity ? 0 : index + 1;
            Unlink(index);
        }
        else
        {
            if (_count == _entries.Length)
                Grow();
            index = _count++;
        }

        _entries[index] = new Entry { Key = key, Note = note };
        Link(index);
    }

    private void Grow()
    {
        Array.Resize(ref _entries, (int)Math.Min(capacity, Math.Max(16L, _count * 2L)));
        var bits = Math.Max(4, BitOperations.Log2((uint)_entries.Length - 1) + 1);
        _buckets = new int[1 << bits];
        _shift = 64 - bits;
        for (var i = 0; i < _count; i++)
            Link(i);
    }

    private void Link(int index)
    {
        ref var bucket = ref _buckets[BucketOf(_entries[index].Key)];
        _entries[index].Next = bucket - 1;
        bucket = index + 1;
    }

    private void Unlink(int index)
    {
        ref var bucket = ref _buckets[BucketOf(_entries[index].Key)];
        var next = _entries[index].Next;
        if (bucket == index + 1)
        {
            bucket = next + 1;
            return;
        }

        var before = bucket - 1;
        while (_entries[before].Next != index)
            before = _entries[before].Next;
        _entries[before].Next = next;
    }

    // Multiplied by the golden ratio the upper bits depend on all of the key's: ids that count in steps spread.
    private int BucketOf(long key) => (int)(((ulong)key * 0x9E3779B97F4A7C15) >> _shift);

    private struct Entry
    {
        public long Key;
        public int Next;
        public TNote Note;
    }
}
