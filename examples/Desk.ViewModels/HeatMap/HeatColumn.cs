using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>A column of the heat map: the last book of an interval of the exchange's clock.</summary>
/// <param name="Start">The start of the interval.</param>
/// <param name="Book">The book; its levels are the cells of the column.</param>
/// <param name="HasGap">Whether the stream was interrupted in the interval, or between the column before and this one.</param>
public sealed record HeatColumn(DateTimeOffset Start, Book Book, bool HasGap)
{
    /// <summary>The greatest quantity of a level.</summary>
    public decimal Greatest { get; } = Book.Asks.Concat(Book.Bids).Select(static level => level.Quantity).DefaultIfEmpty().Max();

    internal static DateTimeOffset StartOf(DateTimeOffset time) => new(time.UtcTicks - time.UtcTicks % HeatMapViewModel.ColumnLength.Ticks, TimeSpan.Zero);
}
