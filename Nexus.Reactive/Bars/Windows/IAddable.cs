namespace Nexus.Reactive;

/// <summary>A part of a window: trades are added to it, and parts are added to each other.</summary>
internal interface IAddable<TSelf>
    where TSelf : struct
{
    void Add(Trade trade);

    void Add(in TSelf later);
}
