namespace Nexus.Reactive;

/// <summary>A source that the feed takes its next message from, inside the turn that delivers it: a turn that is dropped loses nothing.</summary>
internal interface IFeedPull
{
    /// <summary>Takes the next message; false when there is none.</summary>
    bool TryTake(out Delivery delivery);
}
