using System.Runtime.InteropServices;

namespace Nexus.Reactive;

/// <summary>Stores one state per symbol, created on first use and kept in that order. The lookup is fast if consecutive items have the same symbol.</summary>
internal sealed class PerSymbol<TState>
    where TState : class, new()
{
    private readonly Dictionary<Symbol, TState> _states = [];
    private readonly List<(Symbol Symbol, TState State)> _inOrder = [];
    private Symbol _lastSymbol;
    private TState? _last;

    public ReadOnlySpan<(Symbol Symbol, TState State)> InOrder => CollectionsMarshal.AsSpan(_inOrder);

    public TState this[Symbol symbol]
    {
        get
        {
            if (_last is null || _lastSymbol != symbol)
            {
                _last = GetOrAdd(symbol);
                _lastSymbol = symbol;
            }

            return _last;
        }
    }

    private TState GetOrAdd(Symbol symbol)
    {
        if (!_states.TryGetValue(symbol, out var state))
        {
            state = new TState();
            _states.Add(symbol, state);
            _inOrder.Add((symbol, state));
        }

        return state;
    }
}
