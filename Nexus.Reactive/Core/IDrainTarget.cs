namespace Nexus.Reactive;

/// <summary>
/// Receives the items of a <see cref="DrainQueue{T, TTarget}"/>. Implementations are structs, so that the compiler can inline the calls for each item.
/// </summary>
internal interface IDrainTarget<T>
{
    /// <summary>Whether work must run although no item is waiting.</summary>
    bool HasIdleWork { get; }

    /// <summary>Delivers one item. An exception leaves the queue intact and is rethrown to the delivering thread once it stops delivering.</summary>
    void Deliver(in T item);

    /// <summary>Runs the idle work that is known when it is called, and what that work itself adds.</summary>
    void RunIdleWork();
}

/// <summary>A target that is a delegate.</summary>
internal readonly struct DelegateTarget<T>(Action<T> deliver) : IDrainTarget<T>
{
    public bool HasIdleWork => false;

    public void Deliver(in T item) => deliver(item);

    public void RunIdleWork()
    {
    }
}
