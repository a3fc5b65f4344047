using System.Globalization;

namespace Nexus.Examples.Tests.Desk.Page.Endurance;

/// <summary>The memory of the page and of the server after garbage collections.</summary>
internal sealed record MemorySample(double Seconds, PageMemory Page, long Heap, long Resident)
{
    private const double Megabyte = 1_000_000;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Seconds:0} s: page {Page.HeapBytes / Megabyte:0.0} MB, {Page.Nodes} nodes, {Page.Listeners} listeners; server heap {Heap / Megabyte:0.0} MB, resident {Resident / Megabyte:0} MB");
}
