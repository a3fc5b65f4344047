using System.Globalization;

namespace Nexus.Reactive.Benchmarks;

/// <summary>The range of a ratio over many processes, as stored in the repository for one kind of processor.</summary>
internal sealed record StoredRatio(string Processor, string Contest, double Low, double High)
{
    private const string Header = "processor,low,high,task";

    /// <summary>The kind of this processor: the width of its vectors decides which code runs.</summary>
    public static string ThisProcessor { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"{System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}-{(System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated ? 512 : System.Runtime.Intrinsics.Vector256.IsHardwareAccelerated ? 256 : 128)}");

    public static IReadOnlyList<StoredRatio> Read(string file)
    {
        if (!File.Exists(file))
            return [];
        return [.. File.ReadLines(file).Skip(1).Select((line, i) => Parse(line) ?? throw new InvalidDataException($"{file}, line {i + 2}: not of the form {Header}"))];
    }

    /// <summary>Replaces the rows of this kind of processor.</summary>
    public static void Write(string file, IEnumerable<StoredRatio> rows) =>
        File.WriteAllLines(file, [Header, .. Read(file).Where(static row => row.Processor != ThisProcessor).Concat(rows).Select(static row => row.ToString())]);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Processor},{Low:0.0000},{High:0.0000},{Contest}");

    private static StoredRatio? Parse(string line) =>
        line.Split(',', 4) is [var processor, var low, var high, var contest]
        && double.TryParse(low, CultureInfo.InvariantCulture, out var from) && double.TryParse(high, CultureInfo.InvariantCulture, out var to)
            ? new StoredRatio(processor, contest, from, to)
            : null;
}
