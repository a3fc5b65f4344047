namespace Nexus.Reactive;

/// <summary>Takes what the redundant lines of a symbol deliver together, in order. Called under their lock.</summary>
internal interface ILineTarget
{
    void Post(in FeedTurn turn);

    /// <summary>All lines are away. The gap is null if nothing follows it.</summary>
    void PostGap(in FeedTurn? gap, FeedInput input);
}
