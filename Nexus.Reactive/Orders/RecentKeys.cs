using System.Runtime.InteropServices;

namespace Nexus.Reactive;

/// <summary>The latest keys, each with a note: bounded, first in first out.</summary>
internal sealed class RecentKeys(int capacity)
{
    private readonly Dictionary<long, long> _notes = [];
    private readonly Queue<long> _keys = new();

    /// <summary>Whether the key is new; otherwise <paramref name="known"/> is the note that it has and keeps.</summary>
    public bool TryAdd(long key, long note, out long known)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_notes, key, out var exists);
        if (!exists)
        {
            slot = note;
            _keys.Enqueue(key);
            if (_keys.Count > capacity)
                _notes.Remove(_keys.Dequeue());
        }

        known = exists ? slot : note;
        return !exists;
    }

    /// <summary>Adds the key, or replaces its note.</summary>
    public void Set(long key, long note)
    {
        if (!TryAdd(key, note, out _))
            _notes[key] = note;
    }

    public bool TryGet(long key, out long note) => _notes.TryGetValue(key, out note);
}
