namespace Nexus.Reactive.Tests.Interleaving;

/// <summary>Threads that use a class of the library at once, and what must hold afterwards. A new instance serves each schedule.</summary>
public abstract class Scenario
{
    /// <summary>What each thread does.</summary>
    public abstract IEnumerable<Action> Threads { get; }

    /// <summary>Throws if the outcome is wrong. Called when all threads are finished.</summary>
    public abstract void Check();

    /// <summary>Throws if the items of some thread are missing, doubled or out of order. An item is the thread's letter and a number from 1.</summary>
    protected static void CheckOrder(IReadOnlyList<string> delivered, params ReadOnlySpan<string> pushed)
    {
        foreach (var all in pushed)
        {
            var own = string.Join(' ', delivered.Where(item => item[0] == all[0]));
            if (own != all)
                throw new InvalidOperationException($"pushed {all}, delivered {string.Join(' ', delivered)}");
        }
    }

    protected static void Require(bool condition, string what)
    {
        if (!condition)
            throw new InvalidOperationException(what);
    }
}
