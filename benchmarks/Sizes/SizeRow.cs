using System.Globalization;

namespace Nexus.Reactive.Benchmarks;

/// <summary>The cost of one configuration for each number of symbols.</summary>
internal sealed record SizeRow(string Name, IReadOnlyList<(int Symbols, double Nanoseconds, long BytesPerSymbol)> Costs)
{
    public override string ToString() =>
        $"| {Name} | {string.Join(" | ", Costs.Select(static cost => string.Create(CultureInfo.InvariantCulture, $"{cost.Nanoseconds:0} ({cost.BytesPerSymbol:N0})")))} |";
}
