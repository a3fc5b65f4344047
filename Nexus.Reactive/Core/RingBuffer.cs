using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

/// <summary>A queue with random access that can also remove its last item and that returns memory when it shrinks.</summary>
internal struct RingBuffer<T>()
{
    // Large enough for the usual number of items, so that adding and removing them causes no allocation.
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
