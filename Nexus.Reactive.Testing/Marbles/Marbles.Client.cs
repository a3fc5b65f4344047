namespace Nexus.Reactive.Testing;

public sealed partial class Marbles
{
    /// <summary>
    /// Creates and starts a client that is connected to a simulated exchange, without sockets and in virtual time. The exchange answers pings.
    /// </summary>
    /// <remarks>
    /// <list type="table">
    /// <item><term><c>a</c></term><description>the exchange sends the message of the letter</description></item>
    /// <item><term><c>x</c></term><description>the exchange cuts the connection and refuses new ones</description></item>
    /// <item><term><c>+</c></term><description>the exchange accepts connections again</description></item>
    /// <item><term><c>~</c></term><description>the connection stalls: it stays open, but no message arrives</description></item>
    /// <item><term><c>=</c></term><description>the connection continues and delivers the delayed messages</description></item>
    /// </list>
    /// The exchange is available at frame 0, when the client starts. The client stops at the diagram's end.
    /// </remarks>
    /// <param name="diagram">The exchange's actions.</param>
    /// <param name="messages">The messages of the letters. A message without a timestamp gets its frame's time.</param>
    public NexusClient Client(string diagram, params (char Marble, NexusMessage Message)[] messages) => Client(diagram, new MarbleClientOptions(), messages);

    /// <summary>Creates and starts a client that is connected to a simulated exchange; see <see cref="Client(string, ValueTuple{char, NexusMessage}[])"/>.</summary>
    /// <param name="diagram">The exchange's actions.</param>
    /// <param name="options">Latency, clock offset and the client's options.</param>
    /// <param name="messages">The messages of the letters. A message without a timestamp gets its frame's time.</param>
    public NexusClient Client(string diagram, MarbleClientOptions options, params (char Marble, NexusMessage Message)[] messages) =>
        Client(diagram, options, messages, static (message, time) => MessageText.Write(FrameStamp.Stamp(message, time)));

    /// <summary>Creates and starts a client whose exchange performs only actions and sends no messages except the answers to pings.</summary>
    /// <param name="diagram">The exchange's actions.</param>
    public NexusClient Client(string diagram) => Client(diagram, new MarbleClientOptions());

    /// <summary>Creates and starts a client whose exchange performs only actions and sends no messages except the answers to pings.</summary>
    /// <param name="diagram">The exchange's actions.</param>
    /// <param name="options">Latency, clock offset and the client's options.</param>
    public NexusClient Client(string diagram, MarbleClientOptions options) => Client(diagram, options, Array.Empty<(char, NexusMessage)>());

    /// <summary>Creates and starts a client that is connected to a simulated exchange; see <see cref="Client(string, ValueTuple{char, NexusMessage}[])"/>.</summary>
    /// <param name="diagram">The exchange's actions.</param>
    /// <param name="messages">The texts of the letters: JSON, which gets its frame's time if it has no timestamp, or any other text.</param>
    public NexusClient Client(string diagram, params (char Marble, string Text)[] messages) => Client(diagram, new MarbleClientOptions(), messages);

    /// <summary>Creates and starts a client that is connected to a simulated exchange; see <see cref="Client(string, ValueTuple{char, NexusMessage}[])"/>.</summary>
    /// <param name="diagram">The exchange's actions.</param>
    /// <param name="options">Latency, clock offset and the client's options.</param>
    /// <param name="messages">The texts of the letters: JSON, which gets its frame's time if it has no timestamp, or any other text.</param>
    public NexusClient Client(string diagram, MarbleClientOptions options, params (char Marble, string Text)[] messages) => Client(diagram, options, messages, FrameStamp.Stamp);

    private NexusClient Client<T>(string diagram, MarbleClientOptions options, (char Marble, T Message)[] messages, Func<T, DateTimeOffset, string> write)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(options);
        ThrowIfRun();
        var exchange = new SimulatedExchange(Scheduler, options);
        var controls = new Dictionary<char, Action> { ['x'] = exchange.GoDown, ['+'] = exchange.ComeUp, ['~'] = exchange.Stall, ['='] = exchange.Resume };
        var values = new MarbleValues<T?>([.. messages, .. controls.Keys.Select(static control => (control, (T?)null))], Error);
        var (events, marbles, length) = values.Read(diagram, DiagramKind.Values, Frame);
        var client = new NexusClient(
            new NexusEndpoint("ws://127.0.0.1:1/ws", "key", options.Symbol),
            options.Client with { Scheduler = Scheduler, Feed = Failing(options.Client.Feed, diagram) },
            exchange.Dial);
        Plan(0, Phase.Item, () => _ = client.StartAsync(), () => $"the start of Client(\"{diagram}\")");
        foreach (var (item, marble) in events.Zip(marbles))
        {
            var time = GetTime(item.Frame) + options.ClockOffset;
            Plan(
                item.Frame,
                Phase.Item,
                () =>
                {
                    if (controls.TryGetValue(marble.Character, out var control))
                        control();
                    else if (!marble.IsTerminal)
                        exchange.Send(write(item.Notification.Value!, time));
                },
                () => $"'{marble.Character}' of Client(\"{diagram}\")");
        }

        Plan(Math.Max(1, length), Phase.Item, client.Dispose, () => $"the end of Client(\"{diagram}\")");
        return client;
    }
}
