using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nexus.Reactive.Benchmarks;

/// <summary>The range of a ratio over many processes, as stored in the repository for one kind of processor.</summary>
internal sealed record StoredRatio(string Processor, string Contest, double Low, double High)
{
    private const string Header = "processor,low,high,task";

    /// <summary>A ratio above it is worse: the range of a few processes does not contain every ratio of the same code.</summary>
    public double Limit => High + (High - Low);

    /// <summary>The kind of this processor: the model and the width of its vectors decide how long code takes.</summary>
    public static string ThisProcessor { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}-{(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)}{Model()}");

    /// <summary>Reads a file of ratios.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A line is not a ratio.</exception>
    public static IReadOnlyList<StoredRatio> Read(string file) =>
        [.. File.ReadLines(file).Skip(1).Select((line, i) => Parse(line) ?? throw new InvalidDataException($"{file}, line {i + 2}: not of the form {Header}"))];

    /// <summary>Replaces the rows of this kind of processor.</summary>
    public static void Write(string file, IEnumerable<StoredRatio> rows) =>
        File.WriteAllLines(file, [Header, .. (File.Exists(file) ? Read(file) : []).Where(static row => row.Processor != ThisProcessor).Concat(rows).Select(static row => row.ToString())]);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Processor},{Low:0.0000},{High:0.0000},{Contest}");

    private static StoredRatio? Parse(string line) =>
        line.Split(',', 4) is [var processor, var low, var high, var contest]
        && double.TryParse(low, CultureInfo.InvariantCulture, out var from) && double.TryParse(high, CultureInfo.InvariantCulture, out var to)
            ? new StoredRatio(processor, contest, from, to)
            : null;

    // CPUID, leaf 1: bits 4 to 7 and 16 to 19 are the model, bits 8 to 11 and 20 to 27 the family.
    private static string Model()
    {
        if (!X86Base.IsSupported)
            return "";
        var signature = X86Base.CpuId(1, 0).Eax;
        return string.Create(CultureInfo.InvariantCulture, $"-{((signature >> 8) & 0xF) + ((signature >> 20) & 0xFF)}.{((signature >> 4) & 0xF) | ((signature >> 12) & 0xF0)}");
    }
}
