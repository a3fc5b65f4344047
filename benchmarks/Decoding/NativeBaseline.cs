using System.Runtime.InteropServices;
using System.Text;

namespace Nexus.Reactive.Benchmarks;

/// <summary>simdjson's On-Demand parser in C++ (<c>native/baseline.cpp</c>), built where g++ and libsimdjson-dev are installed.</summary>
/// <remarks>The texts are UTF-8 with simdjson's padding, so that it neither transcodes nor copies.</remarks>
internal static partial class NativeBaseline
{
    private const string Library = "baseline";

    /// <summary>Whether the library was built.</summary>
    public static bool IsAvailable { get; } = NativeLibrary.TryLoad(Library, typeof(NativeBaseline).Assembly, DllImportSearchPath.AssemblyDirectory, out _);

    /// <summary>Returns the candidate, or nothing where the library was not built.</summary>
    public static IEnumerable<Candidate> Of(string kind, string[] messages)
    {
        if (!IsAvailable)
            return [];
        var texts = Open(messages);
        Func<nint, long> decode = kind == "BOOK" ? DecodeBooks : DecodeTrades;
        return [new Candidate("simdjson On-Demand, C++, exact numbers", () => decode(texts) is > 0 and var count ? count : throw new InvalidOperationException("simdjson could not decode a message."))];
    }

    // The texts are kept until the process ends.
    private static unsafe nint Open(string[] messages)
    {
        var bytes = messages.Select(static message => GCHandle.Alloc(Encoding.UTF8.GetBytes(message), GCHandleType.Pinned)).ToArray();
        try
        {
            var addresses = bytes.Select(static handle => handle.AddrOfPinnedObject()).ToArray();
            var lengths = bytes.Select(static handle => ((byte[])handle.Target!).Length).ToArray();
            fixed (nint* address = addresses)
            fixed (int* length = lengths)
                return Open(address, length, messages.Length);
        }
        finally
        {
            foreach (var handle in bytes)
                handle.Free();
        }
    }

    [LibraryImport(Library, EntryPoint = "baseline_open")]
    private static unsafe partial nint Open(nint* texts, int* lengths, int count);

    [LibraryImport(Library, EntryPoint = "baseline_books")]
    private static partial long DecodeBooks(nint texts);

    [LibraryImport(Library, EntryPoint = "baseline_trades")]
    private static partial long DecodeTrades(nint texts);
}
