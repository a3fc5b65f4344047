namespace Nexus.Reactive;

/// <summary>An item that belongs to one symbol. Operators keep separate state for each symbol.</summary>
public interface IHasSymbol
{
    /// <summary>The symbol.</summary>
    Symbol Symbol { get; }
}
