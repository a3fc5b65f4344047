namespace Nexus.Reactive.Testing;

/// <summary>The start and end of a subscription.</summary>
/// <param name="Subscribed">The frame of <c>^</c>.</param>
/// <param name="Unsubscribed">The frame of <c>!</c>; null if it never ended.</param>
public readonly record struct MarbleSubscription(long Subscribed, long? Unsubscribed)
{
    /// <summary>Reads a subscription diagram such as <c>--^---!</c>. Without <c>^</c>, the subscription starts at frame 0.</summary>
    /// <param name="diagram">The diagram.</param>
    /// <param name="frame">The length of one frame. The default is 1 ms.</param>
    /// <exception cref="MarbleException">The text is not a subscription diagram; the message points at the position.</exception>
    public static MarbleSubscription Parse(string diagram, TimeSpan? frame = null)
    {
        return TryParse(diagram, MarbleDiagram.Checked(frame)) ?? throw new MarbleException($"A subscription diagram must contain '^' or '!'.\n  {diagram}");
    }

    /// <summary>Returns the subscription as a diagram with frames of 1 ms.</summary>
    public override string ToString() => DiagramDrawing.Draw([ToMarbles()], MarbleDiagram.Checked(null)).Rows[0];

    /// <summary>Reads a subscription diagram; null if it has neither <c>^</c> nor <c>!</c>.</summary>
    internal static MarbleSubscription? TryParse(string diagram, TimeSpan frame)
    {
        var (marbles, _) = DiagramParser.Parse(diagram, DiagramKind.Subscription, frame);
        return marbles.IsEmpty ? null : new MarbleSubscription(marbles[0].Frame, marbles.Length > 1 ? marbles[1].Frame : null);
    }

    internal IReadOnlyList<Marble> ToMarbles() => Unsubscribed is { } end
        ? [new Marble(Subscribed, Marble.Subscription), new Marble(end, Marble.Unsubscription)]
        : [new Marble(Subscribed, Marble.Subscription)];
}
