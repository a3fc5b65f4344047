namespace Nexus.Reactive;

/// <summary>Receives the messages that the redundant lines of a symbol deliver, in order. Called under their lock.</summary>
internal interface ILineTarget
{
    void Post(in FeedTurn turn);

    /// <summary>Called when all lines are disconnected. The gap is null if nothing follows it.</summary>
    void PostGap(in FeedTurn? gap, FeedInput input);
}
