namespace Nexus.Reactive;

/// <summary>One of the redundant lines of a symbol.</summary>
internal sealed class Line(int index)
{
    // The maximum number of messages of a line that wait until another line confirms their position.
    private const int MaxHeld = 4096;

    /// <summary>The bit of the line in <see cref="LineLog"/>.</summary>
    public ulong Mask { get; } = 1UL << index;

    public LineState State { get; set; }

    /// <summary>The number of the first message in the log that the line may receive.</summary>
    public long From { get; set; }

    /// <summary>The greatest number in the log that the line received.</summary>
    public long Last { get; set; }

    /// <summary>The text of the line's latest message on this connection.</summary>
    public UInt128? LatestText { get; set; }

    /// <summary>The messages of a new line, in order.</summary>
    public Queue<LineMessage> Held { get; } = new();

    /// <summary>The time since which messages that no other line has delivered are held while no other line receives a message.</summary>
    public DateTimeOffset? WaitsSince { get; set; }

    /// <summary>Whether the line's thread delivers or waits for space, so it cannot receive. Written without the lock.</summary>
    public volatile bool IsBusy;

    public void Hold(in LineMessage message)
    {
        if (Held.Count == MaxHeld)
            Held.Dequeue();
        Held.Enqueue(message);
    }

    /// <summary>Sets its position in the log, after the message with this number.</summary>
    public void Join(long number)
    {
        State = LineState.Joined;
        From = number + 1;
        Last = number;
        WaitsSince = null;
    }

    /// <summary>Clears its position in the log.</summary>
    public void Leave(LineState state)
    {
        State = state;
        Held.Clear();
        LatestText = null;
        WaitsSince = null;
    }
}

/// <summary>A message of a line and the hash of its text.</summary>
internal readonly record struct LineMessage(FeedTurn Turn, UInt128 Text)
{
    public NexusMessage Message => (NexusMessage)Turn.Payload!;
}

/// <summary>The state of a line in the stream of its symbol. <see cref="RedundantLines"/> lists the transitions.</summary>
internal enum LineState
{
    /// <summary>Nothing was received on this connection, or there is no connection.</summary>
    Away,

    /// <summary>Connected; its position in the stream is unknown.</summary>
    New,

    /// <summary>Connected; its position in the stream is known.</summary>
    Joined,
}
