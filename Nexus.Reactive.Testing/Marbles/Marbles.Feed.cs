using System.Reactive.Subjects;

namespace Nexus.Reactive.Testing;

public sealed partial class Marbles
{
    /// <summary>Creates a connected feed that contains only pings, one at the start of each frame of the diagram.</summary>
    /// <param name="diagram">The diagram, without values.</param>
    public NexusFeed Feed(string diagram) => Feed(diagram, new NexusFeedOptions(), Array.Empty<(char, NexusMessage)>());

    /// <summary>Creates a connected feed of the given messages.</summary>
    /// <remarks>
    /// Each frame of the diagram, including trailing dashes, starts with a <see cref="Ping"/> of the frame's time, so <see cref="NexusFeed.Clock"/> moves in
    /// every frame and a timer fires in the frame in which it is due. <see cref="NexusFeed.Pings"/> contains these pings. Messages without a timestamp get the
    /// frame's time; a given timestamp is kept. If a subscriber throws, <see cref="Run"/> fails, unless the test observes
    /// <see cref="NexusFeed.SubscriberFaults"/>.
    /// </remarks>
    /// <param name="diagram">The diagram.</param>
    /// <param name="messages">The messages of its letters.</param>
    public NexusFeed Feed(string diagram, params (char Marble, NexusMessage Message)[] messages) => Feed(diagram, new NexusFeedOptions(), messages);

    /// <summary>Creates a connected feed of the given messages; see <see cref="Feed(string, ValueTuple{char, NexusMessage}[])"/>.</summary>
    /// <param name="diagram">The diagram.</param>
    /// <param name="options">The feed's options.</param>
    /// <param name="messages">The messages of its letters.</param>
    public NexusFeed Feed(string diagram, NexusFeedOptions options, params (char Marble, NexusMessage Message)[] messages)
    {
        var subject = new Subject<NexusMessage>();
        PlanFeed(diagram, subject, new MarbleValues<NexusMessage>(messages, Error), FrameStamp.Stamp, static time => new Ping(time));
        return Connected(new NexusFeed(subject, Failing(options, diagram)));
    }

    /// <summary>Creates a connected feed that contains only the given messages. Without pings, only these messages move its clock.</summary>
    /// <remarks>
    /// Use this feed to test effects that the pings of <see cref="Feed(string, ValueTuple{char, NexusMessage}[])"/> hide: open gaps, timers that wait for the
    /// next message, and clock jumps.
    /// </remarks>
    /// <param name="diagram">The diagram.</param>
    /// <param name="messages">The messages of its letters.</param>
    public NexusFeed FeedWithoutPings(string diagram, params (char Marble, NexusMessage Message)[] messages) => FeedWithoutPings(diagram, new NexusFeedOptions(), messages);

    /// <summary>Creates a connected feed without pings; see <see cref="FeedWithoutPings(string, ValueTuple{char, NexusMessage}[])"/>.</summary>
    /// <param name="diagram">The diagram.</param>
    /// <param name="options">The feed's options.</param>
    /// <param name="messages">The messages of its letters.</param>
    public NexusFeed FeedWithoutPings(string diagram, NexusFeedOptions options, params (char Marble, NexusMessage Message)[] messages)
    {
        var subject = new Subject<NexusMessage>();
        PlanFeed(diagram, subject, new MarbleValues<NexusMessage>(messages, Error), FrameStamp.Stamp, ping: null);
        return Connected(new NexusFeed(subject, Failing(options, diagram)));
    }

    /// <summary>Creates a connected feed that decodes raw messages; see <see cref="Feed(string, ValueTuple{char, NexusMessage}[])"/>.</summary>
    /// <param name="diagram">The diagram.</param>
    /// <param name="messages">The texts of its letters: JSON, which gets a timestamp if it has none, or any other text.</param>
    public NexusFeed Feed(string diagram, params (char Marble, string Text)[] messages) => Feed(diagram, new NexusFeedOptions(), messages);

    /// <summary>Creates a connected feed that decodes raw messages; see <see cref="Feed(string, ValueTuple{char, NexusMessage}[])"/>.</summary>
    /// <param name="diagram">The diagram.</param>
    /// <param name="options">The feed's options.</param>
    /// <param name="messages">The texts of its letters: JSON, which gets a timestamp if it has none, or any other text.</param>
    public NexusFeed Feed(string diagram, NexusFeedOptions options, params (char Marble, string Text)[] messages)
    {
        var subject = new Subject<string>();
        PlanFeed(diagram, subject, new MarbleValues<string>(messages, Error), FrameStamp.Stamp, static time => FrameStamp.Stamp("""{"event":"PING"}""", time));
        return Connected(new NexusFeed(subject, Failing(options, diagram)));
    }

    private static NexusFeed Connected(NexusFeed feed)
    {
        feed.Connect();
        return feed;
    }

    private NexusFeedOptions Failing(NexusFeedOptions options, string diagram)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with
        {
            MaxClockJump = options.MaxClockJump > Frame ? options.MaxClockJump : Frame,
            UnobservedFault = options.UnobservedFault ?? (fault => Fault(fault.Exception, $"{fault.Stream} of Feed(\"{diagram}\")")),
        };
    }

    private void PlanFeed<T>(
        string diagram, ISubject<T> source, MarbleValues<T> values, Func<T, DateTimeOffset, T> stamp, Func<DateTimeOffset, T>? ping)
    {
        var (events, marbles, length) = values.Read(diagram, DiagramKind.Values, Frame);
        var pinged = 0L;
        foreach (var (item, marble) in events.Zip(marbles))
        {
            PingUntil(item.Frame + 1);
            var time = GetTime(item.Frame);
            Plan(
                item.Frame,
                Phase.Item,
                () => item.Notification.Accept(value => source.OnNext(stamp(value, time)), source.OnError, source.OnCompleted),
                () => $"'{marble.Character}' of Feed(\"{diagram}\")",
                isValue: !marble.IsTerminal);
        }

        if (marbles is not [.., { IsTerminal: true }])
            PingUntil(length);

        void PingUntil(long end)
        {
            for (; ping is not null && pinged < end; pinged++)
            {
                var time = GetTime(pinged);
                Plan(pinged, Phase.Item, () => source.OnNext(ping(time)), () => $"a ping of Feed(\"{diagram}\")", isValue: true);
            }
        }
    }
}
