namespace Nexus.Reactive;

/// <summary>A block of a decompressed recording: some bytes, then optionally damage or the end.</summary>
internal sealed class GzipBlock
{
    public const int Size = 512 * 1024;

    // Space for the seal, which is decompressed after the bytes.
    public byte[] Bytes => field ??= GC.AllocateUninitializedArray<byte>(Size + GzipMemberInput.SealRoom);

    public int Count { get; set; }

    public string? Damage { get; set; }

    public bool IsLast { get; set; }

    public void Reset() => (Count, Damage, IsLast) = (0, null, false);
}
