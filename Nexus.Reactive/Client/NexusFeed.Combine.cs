namespace Nexus.Reactive;

public sealed partial class NexusFeed
{
    /// <summary>Where faults are published, for the streams that stand beside a feed.</summary>
    internal FaultDesk Desk => _desk;
}
