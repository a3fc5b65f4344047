using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Nexus.Reactive;

/// <summary>A file that contains one state with its version and its hash. It is replaced as a whole: a failed write leaves the previous state.</summary>
internal sealed class StateFile : IDisposable
{
    private const string Format = "nexus-orders";
    private const int Version = 1;

    private readonly string _path;
    private readonly IStateDisk _disk;
    private readonly IDisposable _lock;

    /// <exception cref="IOException">Another store has the file open, or its folder is not writable.</exception>
    public StateFile(string path, IStateDisk disk)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        (_path, _disk) = (System.IO.Path.GetFullPath(path), disk);
        try
        {
            _lock = disk.Lock(_path);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new IOException($"Cannot open '{path}': its folder does not exist.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Cannot open '{path}': another store has the file open, or its folder is not writable.", e);
        }
    }

    /// <summary>The full path.</summary>
    public string Path => _path;

    /// <summary>Returns the text of a state.</summary>
    public static ReadOnlyMemory<byte> Write(Action<StateArchive> transfer)
    {
        var state = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(state))
        {
            json.WriteStartObject();
            transfer(new StateWriter(json));
            json.WriteEndObject();
        }

        return state.WrittenMemory;
    }

    /// <summary>Replaces the file's state.</summary>
    /// <exception cref="IOException">The file cannot be written. The previous state is unchanged.</exception>
    public void Save(ReadOnlyMemory<byte> state)
    {
        try
        {
            Write(state);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"Cannot write '{_path}': {e.Message}", e);
        }
    }

    private void Write(ReadOnlyMemory<byte> state)
    {
        var head = Encoding.UTF8.GetBytes($"{{\"format\":\"{Format}\",\"version\":{Version.ToString(System.Globalization.CultureInfo.InvariantCulture)},\"sha256\":\"{GetHash(state.Span)}\",\"state\":");
        var temporary = _path + ".tmp";
        using (var file = _disk.Create(temporary))
        {
            file.Write([.. head, .. state.Span, (byte)'}', (byte)'\n']);
            _disk.Flush(file);
        }

        _disk.Replace(_path, temporary);
    }

    /// <summary>Reads the file's state. Returns false if there is no file.</summary>
    /// <exception cref="OrderStateException">The file is damaged, is none of a store, or a newer version wrote it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool TryRead(Action<StateArchive> transfer)
    {
        if (ReadContent() is not { } content)
            return false;
        if (content.Length == 0)
            throw Damaged("it is empty", null);
        try
        {
            using var json = JsonDocument.Parse(content);
            transfer(new StateReader(GetState(json.RootElement)));
            return true;
        }
        catch (JsonException e)
        {
            // The parser's text may quote the content.
            throw Damaged(FormattableString.Invariant($"it is no JSON from byte {e.BytePositionInLine ?? 0} of line {(e.LineNumber ?? 0) + 1}"), e);
        }
        catch (Exception e) when (e is not (OrderStateException or OutOfMemoryException))
        {
            throw Damaged(e.Message, e);
        }
    }

    public void Dispose() => _lock.Dispose();

    private byte[]? ReadContent()
    {
        try
        {
            return _disk.TryRead(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Cannot read '{_path}': {(Directory.Exists(_path) ? "it is a folder" : e.Message)}", e);
        }
    }

    private JsonElement GetState(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out var format) || format.ValueKind != JsonValueKind.String || format.GetString() != Format)
            throw Damaged("it is not a file of an OrderStore", null);
        if (!root.TryGetProperty("version", out var number) || number.ValueKind != JsonValueKind.Number || !number.TryGetInt32(out var version) || version < 1)
            throw Damaged("it has no version", null);
        if (version > Version)
            throw new OrderStateException(FormattableString.Invariant($"The state in '{_path}' has version {version}; this library reads versions up to {Version}. Use the library that saved it, or a newer one."));
        if (!root.TryGetProperty("sha256", out var hash) || !root.TryGetProperty("state", out var state))
            throw Damaged("a part is missing", null);
        if (hash.ValueKind != JsonValueKind.String || hash.GetString() != GetHash(Encoding.UTF8.GetBytes(state.GetRawText())))
            throw Damaged("its content does not match its hash", null);
        return state;
    }

    private OrderStateException Damaged(string reason, Exception? cause) =>
        new($"The state in '{_path}' is damaged: {reason}. Replace the file by a copy, or delete it to start without a state.", cause!);

    private static string GetHash(ReadOnlySpan<byte> state) => Convert.ToHexStringLower(SHA256.HashData(state));
}
