using Nexus.Reactive;

namespace Nexus.Monitoring.Input;

/// <summary>The symbol shown in detail. A new symbol is appended to the list, so the selection does not change.</summary>
internal sealed class Selection(Func<IReadOnlyList<Symbol>> symbols)
{
    private volatile int _index;

    public int Count => symbols().Count;

    public int Index => _index;

    /// <summary>The symbol; null before the first one is known.</summary>
    public Symbol? Current => symbols() is { } all && _index < all.Count ? all[_index] : null;

    /// <summary>Selects a symbol by its position; a position without a symbol is ignored.</summary>
    public void Choose(int index)
    {
        if (index < Count)
            _index = index;
    }

    /// <summary>Selects the next symbol or the one before; after the last one, the first.</summary>
    public void Move(int by)
    {
        if (Count is var count && count > 0)
            _index = (_index + by + count) % count;
    }
}
