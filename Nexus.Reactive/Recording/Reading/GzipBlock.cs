namespace Nexus.Reactive;

/// <summary>A piece of a decompressed recording: some bytes, then perhaps a damaged place or the end.</summary>
internal sealed class GzipBlock
{
    public const int Size = 512 * 1024;

    // The seal is decompressed behind the bytes.
    public byte[] Bytes { get; } = GC.AllocateUninitializedArray<byte>(Size + GzipMemberInput.SealRoom);

    public int Count { get; set; }

    public string? Damage { get; set; }

    public bool IsLast { get; set; }

    public void Reset() => (Count, Damage, IsLast) = (0, null, false);
}
