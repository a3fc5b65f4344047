namespace Nexus.Reactive;

/// <summary>The limit on waits for another thread's delivery.</summary>
internal static class Stall
{
    /// <summary>A delivery that lasts longer may be waiting for the thread that waits for it, for example for a lock that this thread holds.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(1);
}
