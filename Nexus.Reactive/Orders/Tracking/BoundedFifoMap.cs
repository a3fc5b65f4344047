using System.Diagnostics.CodeAnalysis;

namespace Nexus.Reactive;

/// <summary>The latest keys, each with a note: bounded, first in first out.</summary>
/// <remarks>
/// Its own hash table: a dictionary with a queue beside it holds every key twice, and copies a million of them when it grows. Here the entries are the
/// queue, in blocks that stay where they are.
/// </remarks>
internal sealed class BoundedFifoMap<TNote>(int capacity)
{
    private const int None = -1;
    private const int BlockBits = 10;
    private const int BlockSize = 1 << BlockBits;

    // Each is the index of its chain's first entry, plus one.
    private int[] _buckets = new int[1 << 4];
    private int _bucketBits = 4;

    // In order of arrival; once there are as many as the capacity, a ring.
    private Entry[][] _blocks = [];
    private int _count;
    private int _oldest;

    /// <summary>Whether the key is new; otherwise <paramref name="known"/> is the note that it has and keeps.</summary>
    public bool TryAdd(long key, in TNote note, out TNote known)
    {
        var index = Find(key);
        if (index != None)
        {
            known = At(index).Note;
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
            At(index).Note = note;
    }

    public bool TryGet(long key, [MaybeNullWhen(false)] out TNote note)
    {
        var index = Find(key);
        note = index == None ? default : At(index).Note;
        return index != None;
    }

    private ref Entry At(int index) => ref _blocks[index >> BlockBits][index & (BlockSize - 1)];

    private int Find(long key)
    {
        var index = GetBucket(key) - 1;
        while (index != None)
        {
            ref var entry = ref At(index);
            if (entry.Key == key)
                break;
            index = entry.Next;
        }

        return index;
    }

    private void Add(long key, in TNote note)
    {
        if (capacity == 0)
            return;
        var index = _count == capacity ? TakeOldest() : TakeNew();
        At(index) = new Entry { Key = key, Note = note };
        Link(index);
    }

    private int TakeOldest()
    {
        var index = _oldest;
        _oldest = index + 1 == capacity ? 0 : index + 1;
        Unlink(index);
        return index;
    }

    private int TakeNew()
    {
        if (_count == _buckets.Length)
            Rehash();
        var block = _count >> BlockBits;
        if (block == _blocks.Length)
            Array.Resize(ref _blocks, Math.Max(1, block * 2));
        _blocks[block] ??= new Entry[Math.Min(BlockSize, capacity)];
        return _count++;
    }

    private void Rehash()
    {
        _bucketBits++;
        _buckets = new int[1 << _bucketBits];
        for (var i = 0; i < _count; i++)
            Link(i);
    }

    private void Link(int index)
    {
        ref var entry = ref At(index);
        ref var bucket = ref GetBucket(entry.Key);
        entry.Next = bucket - 1;
        bucket = index + 1;
    }

    private void Unlink(int index)
    {
        ref var entry = ref At(index);
        ref var bucket = ref GetBucket(entry.Key);
        if (bucket == index + 1)
        {
            bucket = entry.Next + 1;
            return;
        }

        ref var before = ref At(bucket - 1);
        while (before.Next != index)
            before = ref At(before.Next);
        before.Next = entry.Next;
    }

    // Multiplied by the golden ratio the upper bits depend on all of the key's: ids that count in steps spread.
    private ref int GetBucket(long key) => ref _buckets[(int)(((ulong)key * 0x9E3779B97F4A7C15) >> (64 - _bucketBits))];

    private struct Entry
    {
        public long Key;
        public int Next;
        public TNote Note;
    }
}
