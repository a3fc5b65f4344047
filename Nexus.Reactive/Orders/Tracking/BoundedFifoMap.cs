using System.Diagnostics.CodeAnalysis;

namespace Nexus.Reactive;

/// <summary>The latest keys, each with a note: bounded, first in first out.</summary>
internal sealed class BoundedFifoMap<TKey, TNote>(int capacity)
    where TKey : notnull
{
    private readonly Dictionary<TKey, TNote> _notes = [];
    private readonly Queue<TKey> _keys = new();

    /// <summary>Whether the key is new; otherwise <paramref name="known"/> is the note that it has and keeps.</summary>
    public bool TryAdd(TKey key, in TNote note, out TNote known)
    {
        if (_notes.TryGetValue(key, out known!))
            return false;
        Set(key, note);
        known = note;
        return true;
    }

    /// <summary>Adds the key, or replaces its note.</summary>
    public void Set(TKey key, in TNote note)
    {
        if (_notes.ContainsKey(key))
        {
            _notes[key] = note;
            return;
        }

        if (capacity == 0)
            return;
        if (_keys.Count == capacity)
            _notes.Remove(_keys.Dequeue());
        _notes.Add(key, note);
        _keys.Enqueue(key);
    }

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TNote note) => _notes.TryGetValue(key, out note);
}
