namespace Nexus.Reactive.Tests.Interleaving;

/// <summary>Threads that use a class of the library concurrently, and a check of the outcome. Each schedule uses a new instance.</summary>
public abstract class Scenario
{
    /// <summary>The work of each thread.</summary>
    public abstract IEnumerable<Action> Threads { get; }

    /// <summary>Whether the thread pool runs the queued work.</summary>
    public virtual bool HasPool => true;

    /// <summary>Whether a wait with a time limit may time out. If not, a run in which every thread waits is a deadlock.</summary>
    public virtual bool CanStall => false;

    /// <summary>Throws if the outcome is wrong. Called when all threads have finished.</summary>
    public abstract void Check();

    /// <summary>Throws if a thread's items are missing, duplicated or out of order. An item is the thread's letter and a number from 1.</summary>
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
