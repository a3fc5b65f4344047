namespace Nexus.Reactive;

/// <summary>A source from which the feed takes its next message inside the turn that delivers it, so that no message is lost if a turn is dropped.</summary>
internal interface IFeedPull
{
    /// <summary>Takes the next message. Returns false when there is none.</summary>
    bool TryTake(out Delivery delivery);
}
