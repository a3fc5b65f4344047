namespace Nexus.Reactive;

/// <summary>Something that belongs to one symbol; operators keep their state apart by it.</summary>
public interface IHasSymbol
{
    /// <summary>The symbol it belongs to.</summary>
    Symbol Symbol { get; }
}
