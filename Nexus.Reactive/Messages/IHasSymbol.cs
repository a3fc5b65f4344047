namespace Nexus.Reactive;

/// <summary>Something that belongs to one symbol. Operators keep a state for each symbol.</summary>
public interface IHasSymbol
{
    /// <summary>The symbol it belongs to.</summary>
    Symbol Symbol { get; }
}
