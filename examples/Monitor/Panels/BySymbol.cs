using System.Collections.Immutable;
using Nexus.Reactive;

namespace Nexus.Monitoring.Panels;

/// <summary>A state of each symbol. It is updated on the feed's thread and read on another thread.</summary>
internal sealed class BySymbol<T>(T initial)
{
    private ImmutableDictionary<Symbol, T> _states = ImmutableDictionary<Symbol, T>.Empty;

    public IEnumerable<Symbol> Symbols => _states.Keys;

    public T this[Symbol? symbol] => symbol is { } known ? _states.GetValueOrDefault(known, initial) : initial;

    public void Update(Symbol symbol, Func<T, T> change) => _states = _states.SetItem(symbol, change(this[symbol]));
}
