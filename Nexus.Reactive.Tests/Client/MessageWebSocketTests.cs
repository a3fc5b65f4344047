using System.Net.WebSockets;

namespace Nexus.Reactive.Tests.Client;

/// <summary>What a socket brings is handed over whole, and its end is told whatever ended it.</summary>
public sealed class MessageWebSocketTests
{
    private const int Limit = 1_000_000;

    [Test]
    public void An_exception_during_delivery_ends_the_connection()
    {
        var ends = new List<string>();
        using var socket = new MessageWebSocket(new FakeSocket("one"), Limit, _ => throw new InvalidOperationException("no more"), static () => { }, ends.Add);

        Assert.That(() => Receive(socket), Throws.InvalidOperationException);
        Assert.That(ends, Is.EqualTo(new[] { "no more" }));
    }

    [Test]
    public void A_close_in_the_middle_of_a_message_delivers_no_part_of_it()
    {
        var (heard, ends) = (new List<string>(), new List<string>());
        using var socket = new MessageWebSocket(new FakeSocket("one", "two") { EndsInMidMessage = true }, Limit, text => heard.Add(text.ToString()), static () => { }, ends.Add);

        Assert.That(Receive(socket).MessageType, Is.EqualTo(WebSocketMessageType.Close));
        Assert.That((heard, ends), Is.EqualTo((new[] { "one" }, new[] { "closed by the server: 1001" })));
    }

    // The buffer's size, twice and four times that, and what is just beside.
    [Test]
    public void A_message_of_the_maximum_size_is_delivered_and_a_larger_one_is_not(
        [Values(1, 16_383, 16_384, 16_385, 32_767, 32_768, 32_769, 65_536)] int limit, [Values(1, 1000, int.MaxValue)] int most)
    {
        var (heard, ends) = (new List<string>(), new List<string>());
        using var socket = new MessageWebSocket(new FakeSocket(new string('x', limit), new string('y', limit + 1)) { Most = most }, limit, text => heard.Add(text.ToString()), static () => { }, ends.Add);

        Assert.That(() => Receive(socket), Throws.TypeOf<WebSocketException>());
        Assert.That(heard, Is.EqualTo(new[] { new string('x', limit) }));
        Assert.That(ends[0], Is.EqualTo($"a message exceeds the limit of {limit} bytes"));
    }

    [Test]
    public void Large_and_small_messages_in_turns_allocate_nothing()
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
        Assert.That(allocated, Is.LessThan(400_000), "a buffer of bytes and one of characters, as they grow");
    }

    [Test]
    public void Invalid_UTF8_is_replaced_as_elsewhere_in_NET()
    {
        byte[][] messages = [[(byte)'a', 0xC3], [0xEF, 0xBB, 0xBF, (byte)'b'], [0xFF, (byte)'c', 0xED, 0xA0, 0x80], [.. "ü€😀"u8]];
        var heard = new List<string>();
        using var socket = new MessageWebSocket(new FakeSocket(messages) { Most = 2 }, Limit, text => heard.Add(text.ToString()), static () => { }, static _ => { });

        Receive(socket);

        Assert.That(heard, Is.EqualTo(new[] { "a\uFFFD", "\uFEFFb", "\uFFFDc\uFFFD\uFFFD\uFFFD", "ü€😀" }));
    }

    [Test]
    public async Task Waiting_is_reported_after_everything_received_is_delivered()
    {
        var said = new List<string>();
        var inner = new FakeSocket("one", "two", "three") { Most = 2, PausesAt = 4 };
        using var socket = new MessageWebSocket(inner, Limit, text => said.Add(text.ToString()), () => said.Add("waiting"), static _ => { });

        var receiving = socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None).AsTask();
        Assert.That((said, receiving.IsCompleted), Is.EqualTo((new[] { "one", "two", "waiting" }, false)));
        inner.GoOn();
        await receiving;

        Assert.That(said, Is.EqualTo(new[] { "one", "two", "waiting", "three" }));
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

    /// <summary>Brings messages, then a close.</summary>
    private sealed class FakeSocket(params byte[][] messages) : WebSocket
    {
        private readonly TaskCompletionSource _pause = new();
        private int _parts;
        private WebSocketState _state = WebSocketState.Open;
        private int _message;
        private int _at;

        public FakeSocket(params string[] messages)
            : this([.. messages.Select(System.Text.Encoding.ASCII.GetBytes)])
        {
        }

        public int Most { get; init; } = int.MaxValue;

        /// <summary>The part, counted from 0, that has not come yet when it is asked for.</summary>
        public int PausesAt { get; init; } = -1;

        public void GoOn() => _pause.SetResult();

        public bool EndsInMidMessage { get; init; }

        public override WebSocketCloseStatus? CloseStatus => WebSocketCloseStatus.EndpointUnavailable;

        public override string? CloseStatusDescription => null;

        public override WebSocketState State => _state;

        public override string? SubProtocol => null;

        public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            if (_state == WebSocketState.Aborted)
                return ValueTask.FromException<ValueWebSocketReceiveResult>(new WebSocketException(WebSocketError.InvalidState));
            return _parts++ == PausesAt ? LateAsync(buffer) : ValueTask.FromResult(Next(buffer.Span));
        }

        private async ValueTask<ValueWebSocketReceiveResult> LateAsync(Memory<byte> buffer)
        {
            await _pause.Task;
            return Next(buffer.Span);
        }

        private ValueWebSocketReceiveResult Next(Span<byte> buffer)
        {
            if (_message == messages.Length)
                return new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, endOfMessage: true);
            var rest = messages[_message].AsSpan(_at);
            var count = Math.Min(Math.Min(Most, rest.Length), buffer.Length);
            rest[..count].CopyTo(buffer);
            _at += count;
            var isEnd = count == rest.Length;
            if (isEnd)
                (_message, _at) = (_message + 1, 0);
            return new ValueWebSocketReceiveResult(count, WebSocketMessageType.Text, isEnd && !(EndsInMidMessage && _message == messages.Length));
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
