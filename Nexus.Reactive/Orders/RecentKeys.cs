using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Nexus.Reactive;

/// <summary>The latest keys, each with a note: bounded, first in first out.</summary>
internal sealed class RecentKeys<TNote>(int capacity)
{
    private readonly Dictionary<long, TNote> _notes = [];
    private readonly Queue<long> _keys = new();

    /// <summary>Whether the key is new; otherwise <paramref name="known"/> is the note that it has and keeps.</summary>
    public bool TryAdd(long key, TNote note, out TNote known)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_notes, key, out var exists);
        if (!exists)
        {
            slot = note;
            _keys.Enqueue(key);
            if (_keys.Count > capacity)
                _notes.Remove(_keys.Dequeue());
        }

        known = exists ? slot! : note;
        return !exists;
    }

    /// <summary>Adds the key, or replaces its note.</summary>
    public void Set(long key, TNote note)
    {
        if (!TryAdd(key, note, out _))
            _notes[key] = note;
    }

    public bool TryGet(long key, [MaybeNullWhen(false)] out TNote note) => _notes.TryGetValue(key, out note);
}
