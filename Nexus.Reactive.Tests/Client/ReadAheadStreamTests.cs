using System.IO.Pipelines;
using CsCheck;

namespace Nexus.Reactive.Tests.Client;

/// <summary>No byte is lost, doubled or moved, however the inner stream cuts them and whatever happens to a read.</summary>
public sealed class ReadAheadStreamTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    // Nothing, a few, about a frame's, about the buffer's.
    private static readonly Gen<int> Length = Gen.Frequency(
        (1, Gen.Const(0)),
        (6, Gen.Int[1, 200]),
        (3, Gen.Int[1000, 9000]),
        (2, Gen.Int[ReadAheadStream.BufferSize - 2, ReadAheadStream.BufferSize + 2]),
        (1, Gen.Const(3 * ReadAheadStream.BufferSize)));

    private static readonly Gen<(int[] Chunks, int[] Reads, bool[] Ways)> Cuts =
        Gen.Select(Length.Array[0, 12], Length.Where(length => length > 0).Array[1, 8], Gen.Bool.Array[1, 5]);

    [Test]
    public void All_bytes_arrive_in_order_however_they_are_split() => Cuts.Sample(cuts =>
    {
        var sent = Bytes(cuts.Chunks.Sum());
        using var inner = new ChunkedStream(sent, cuts.Chunks);
        using var stream = new ReadAheadStream(inner);
        using var received = new MemoryStream();
        for (var i = 0; ; i++)
        {
            var buffer = new byte[cuts.Reads[i % cuts.Reads.Length]];
            var count = cuts.Ways[i % cuts.Ways.Length] ? stream.Read(buffer, 0, buffer.Length) : Now(stream.ReadAsync(buffer));
            if (count == 0)
                return received.ToArray().AsSpan().SequenceEqual(sent) && Now(stream.ReadAsync(buffer)) == 0;
            received.Write(buffer, 0, count);
        }
    });

    [Test]
    public void Small_reads_share_one_read_of_the_inner_stream()
    {
        using var inner = new ChunkedStream(Bytes(ReadAheadStream.BufferSize), [ReadAheadStream.BufferSize]);
        using var stream = new ReadAheadStream(inner);
        var buffer = new byte[64];

        for (var i = 0; i < ReadAheadStream.BufferSize / buffer.Length; i++)
            Assert.That(Now(stream.ReadAsync(buffer)), Is.EqualTo(buffer.Length));

        Assert.That(inner.Reads, Is.EqualTo(1));
    }

    [Test]
    public void Reading_buffered_bytes_allocates_nothing()
    {
        using var inner = new ChunkedStream(Bytes(ReadAheadStream.BufferSize), [ReadAheadStream.BufferSize]);
        using var stream = new ReadAheadStream(inner);
        var buffer = new byte[64];
        Now(stream.ReadAsync(buffer));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            Now(stream.ReadAsync(buffer));

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public async Task A_read_that_is_cancelled_while_it_waits_loses_nothing()
    {
        var pipe = new Pipe();
        await using var stream = new ReadAheadStream(pipe.Reader.AsStream());
        var buffer = new byte[3];
        for (var i = 0; i < 20; i++)
        {
            using var cancellation = new CancellationTokenSource();
            var pending = stream.ReadAsync(buffer, cancellation.Token).AsTask();
            Assert.That(pending.IsCompleted, Is.False);
            await cancellation.CancelAsync();
            Assert.That(async () => await pending.WaitAsync(Soon), Throws.InstanceOf<OperationCanceledException>());

            await pipe.Writer.WriteAsync(new byte[] { 1, 2, 3, 4 });
            Assert.That(async () => await stream.ReadAsync(buffer, cancellation.Token), Throws.InstanceOf<OperationCanceledException>());
            Assert.That(await stream.ReadAsync(buffer).AsTask().WaitAsync(Soon), Is.EqualTo(3));
            Assert.That(buffer, Is.EqualTo(new byte[] { 1, 2, 3 }));
            Assert.That(await stream.ReadAsync(buffer).AsTask().WaitAsync(Soon), Is.EqualTo(1));
            Assert.That(buffer[0], Is.EqualTo(4));
        }
    }

    [Test]
    public async Task A_read_of_zero_bytes_waits_for_data_without_consuming_it()
    {
        var pipe = new Pipe();
        await using var stream = new ReadAheadStream(pipe.Reader.AsStream());
        var pending = stream.ReadAsync(Memory<byte>.Empty).AsTask();
        Assert.That(pending.IsCompleted, Is.False);

        await pipe.Writer.WriteAsync(new byte[] { 7 });

        Assert.That(await pending.WaitAsync(Soon), Is.Zero);
        var buffer = new byte[2];
        Assert.That(await stream.ReadAsync(buffer), Is.EqualTo(1));
        Assert.That(buffer[0], Is.EqualTo(7));
    }

    [Test]
    public async Task Dispose_during_a_read_ends_the_read()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        using var there = new System.Net.Sockets.TcpClient();
        await there.ConnectAsync((System.Net.IPEndPoint)listener.LocalEndpoint);
        using var here = await listener.AcceptTcpClientAsync();
        var stream = new ReadAheadStream(here.GetStream());
        var pending = stream.ReadAsync(new byte[1]).AsTask();
        await there.GetStream().WriteAsync(new byte[] { 1 });
        Assert.That(await pending.WaitAsync(Soon), Is.EqualTo(1));

        pending = stream.ReadAsync(new byte[1]).AsTask();
        await stream.DisposeAsync();

        // The socket is shut down, then closed; a read sees the one or the other.
        Assert.That(await EndOf(pending).WaitAsync(Soon), Is.Null.Or.InstanceOf<IOException>().Or.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void Disposing_the_stream_discards_what_was_read_ahead()
    {
        using var inner = new ChunkedStream(Bytes(3), [3]);
        var stream = new ReadAheadStream(inner);
        Now(stream.ReadAsync(new byte[1]));

        stream.Dispose();

        Assert.That(async () => await stream.ReadAsync(new byte[1]), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => stream.Read(new byte[1], 0, 1), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public async Task Bytes_are_written_while_a_read_waits()
    {
        var down = new Pipe();
        using var up = new MemoryStream();
        await using var stream = new ReadAheadStream(new Duplex(down.Reader.AsStream(), up));
        var pending = stream.ReadAsync(new byte[1]).AsTask();

        await stream.WriteAsync(new byte[] { 1 });
        await stream.WriteAsync(new byte[] { 0, 2, 0 }.AsMemory(1, 1));
        stream.Write([3]);
        stream.Write([0, 4], 1, 1);
        await stream.FlushAsync();

        Assert.That(up.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
        Assert.That(pending.IsCompleted, Is.False);
        await down.Writer.CompleteAsync();
        Assert.That(await pending.WaitAsync(Soon), Is.Zero);
    }

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    private static int Now(ValueTask<int> read) => read.IsCompleted ? read.Result : throw new InvalidOperationException("The read waits.");

    /// <summary>Gives its bytes in the given pieces, then ends.</summary>
    private sealed class ChunkedStream(byte[] bytes, int[] chunks) : MemoryStream(bytes)
    {
        private readonly int[] _ends = [.. chunks.Where(chunk => chunk > 0).Select((_, i) => chunks.Where(chunk => chunk > 0).Take(i + 1).Sum())];

        public int Reads { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            Reads++;
            var end = _ends.FirstOrDefault(at => at > Position);
            return end == 0 ? 0 : base.Read(buffer[..Math.Min(buffer.Length, end - (int)Position)]);
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
    }

    private sealed class Duplex(Stream reads, Stream writes) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => reads.Read(buffer, offset, count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => reads.ReadAsync(buffer, cancellationToken);

        public override void Write(byte[] buffer, int offset, int count) => writes.Write(buffer, offset, count);

        public override void Flush() => writes.Flush();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }

    private static async Task<Exception?> EndOf(Task<int> read)
    {
        try
        {
            Assert.That(await read, Is.Zero, "bytes read");
            return null;
        }
        catch (Exception error) when (error is not AssertionException)
        {
            return error;
        }
    }
}
