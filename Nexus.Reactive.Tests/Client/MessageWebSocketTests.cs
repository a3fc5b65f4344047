using System.Net.WebSockets;

namespace Nexus.Reactive.Tests.Client;

/// <summary>What a socket brings is handed over whole, and its end is told whatever ended it.</summary>
public sealed class MessageWebSocketTests
{
    private const int Limit = 1_000_000;

    [Test]
    public void A_message_that_cannot_be_handed_over_ends_the_connection()
    {
        var ends = new List<string>();
        using var socket = new MessageWebSocket(new FakeSocket("one"), Limit, _ => throw new InvalidOperationException("no more"), static () => { }, ends.Add);

        Assert.That(() => Receive(socket), Throws.InvalidOperationException);
        Assert.That(ends, Is.EqualTo(new[] { "no more" }));
    }

    [Test]
    public void A_close_in_the_middle_of_a_message_hands_over_no_half()
    {
        var (heard, ends) = (new List<string>(), new List<string>());
        using var socket = new MessageWebSocket(new FakeSocket("one", "two") { EndsInMidMessage = true }, Limit, text => heard.Add(text.ToString()), static () => { }, ends.Add);

        Assert.That(Receive(socket).MessageType, Is.EqualTo(WebSocketMessageType.Close));
        Assert.That((heard, ends), Is.EqualTo((new[] { "one" }, new[] { "closed by the server: 1001" })));
    }

    // The buffer's size, twice and four times that, and what is just beside.
    [Test]
    public void A_message_of_the_limit_is_handed_over_and_one_byte_more_is_not(
        [Values(1, 16_383, 16_384, 16_385, 32_767, 32_768, 32_769, 65_536)] int limit, [Values(1, 1000, int.MaxValue)] int most)
    {
        var (heard, ends) = (new List<string>(), new List<string>());
        using var socket = new MessageWebSocket(new FakeSocket(new string('x', limit), new string('y', limit + 1)) { Most = most }, limit, text => heard.Add(text.ToString()), static () => { }, ends.Add);

        Assert.That(() => Receive(socket), Throws.TypeOf<WebSocketException>());
        Assert.That(heard, Is.EqualTo(new[] { new string('x', limit) }));
        Assert.That(ends[0], Is.EqualTo($"a message is larger than the {limit} bytes allowed"));
    }

    [Test]
    public void Large_and_small_messages_by_turns_allocate_nothing_but_their_texts()
    {
        const int Pairs = 50;
        var large = new string('x', 40_000);
        var texts = Enumerable.Range(0, 2 * Pairs).Select(i => i % 2 == 0 ? large : "y").ToArray();
        var heard = 0;
        using var warm = new MessageWebSocket(new FakeSocket(large, "y"), Limit, _ => heard++, static () => { }, static _ => { });
        Receive(warm);
        using var socket = new MessageWebSocket(new FakeSocket(texts), Limit, _ => heard++, static () => { }, static _ => { });

        var before = GC.GetAllocatedBytesForCurrentThread();
        Receive(socket);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(heard, Is.EqualTo((2 * Pairs) + 2));
        Assert.That(allocated, Is.LessThan((Pairs * ((2L * large.Length) + 100)) + 150_000), "the texts, and one buffer as it grows");
    }

    [Test]
    public void Cancelling_a_receive_aborts_the_socket()
    {
        var inner = new FakeSocket("one");
        using var socket = new MessageWebSocket(inner, Limit, static _ => { }, static () => { }, static _ => { });

        Assert.That(() => Receive(socket, new CancellationToken(canceled: true)), Throws.TypeOf<WebSocketException>());
        Assert.That(inner.State, Is.EqualTo(WebSocketState.Aborted));
    }

    // The fake answers at once, so that all of it happens on this thread.
    private static ValueWebSocketReceiveResult Receive(MessageWebSocket socket, CancellationToken cancellation = default)
    {
        var receiving = socket.ReceiveAsync(Memory<byte>.Empty, cancellation).AsTask();
        Assert.That(receiving.IsCompleted);
        return receiving.GetAwaiter().GetResult();
    }

    /// <summary>Brings messages of ASCII, then a close.</summary>
    private sealed class FakeSocket(params string[] messages) : WebSocket
    {
        private readonly byte[][] _messages = [.. messages.Select(System.Text.Encoding.ASCII.GetBytes)];
        private WebSocketState _state = WebSocketState.Open;
        private int _message;
        private int _at;

        public int Most { get; init; } = int.MaxValue;

        public bool EndsInMidMessage { get; init; }

        public override WebSocketCloseStatus? CloseStatus => WebSocketCloseStatus.EndpointUnavailable;

        public override string? CloseStatusDescription => null;

        public override WebSocketState State => _state;

        public override string? SubProtocol => null;

        public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            if (_state == WebSocketState.Aborted)
                return ValueTask.FromException<ValueWebSocketReceiveResult>(new WebSocketException(WebSocketError.InvalidState));
            if (_message == _messages.Length)
                return ValueTask.FromResult(new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, endOfMessage: true));
            var rest = _messages[_message].AsMemory(_at);
            var count = Math.Min(Math.Min(Most, rest.Length), buffer.Length);
            rest[..count].CopyTo(buffer);
            _at += count;
            var isEnd = count == rest.Length;
            if (isEnd)
                (_message, _at) = (_message + 1, 0);
            return ValueTask.FromResult(new ValueWebSocketReceiveResult(
                count, WebSocketMessageType.Text, isEnd && !(EndsInMidMessage && _message == _messages.Length)));
        }

        public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override void Abort() => _state = WebSocketState.Aborted;

        public override void Dispose()
        {
        }
    }
}
