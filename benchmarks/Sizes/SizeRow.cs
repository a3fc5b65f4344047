using System.Globalization;

namespace Nexus.Reactive.Benchmarks;

/// <summary>The cost of one configuration for each number of symbols.</summary>
internal sealed record SizeRow(string Name, IReadOnlyList<(int Symbols, double Nanoseconds)> Costs, long BytesPerSymbol)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Name} | {string.Join(" | ", Costs.Select(static cost => cost.Nanoseconds.ToString("0", CultureInfo.InvariantCulture)))} | {BytesPerSymbol:N0} |");
}
