using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

/// <summary>A queue that can be read anywhere, gives up its last item too, and gives back memory when it has shrunk.</summary>
internal struct RingBuffer<T>()
{
    // Where the few that are usual have room, it makes no arrays as they come and go.
    private const int Smallest = 32;

    private T[] _items = new T[Smallest];
    private int _first;

    public int Count { readonly get; private set; }

    public readonly ref T this[int index] => ref _items[(_first + index) & (_items.Length - 1)];

    public void Add(T item)
    {
        if (Count == _items.Length)
            Resize(Count * 2);
        _items[(_first + Count) & (_items.Length - 1)] = item;
        Count++;
    }

    public void RemoveFirst()
    {
        Clear(_first);
        _first = (_first + 1) & (_items.Length - 1);
        Shrink();
    }

    private readonly void Clear(int index)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            _items[index] = default!;
    }

    private void Shrink()
    {
        Count--;
        if (Count < _items.Length / 4 && _items.Length > Smallest)
            Resize(_items.Length / 2);
    }

    private void Resize(int length)
    {
        var items = new T[length];
        for (var i = 0; i < Count; i++)
            items[i] = this[i];
        _items = items;
        _first = 0;
    }
}
