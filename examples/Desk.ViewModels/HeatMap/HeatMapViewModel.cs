namespace Nexus.Desk.ViewModels;

/// <summary>
/// The depth of the book over time. It keeps <see cref="Capacity"/> columns: about 0.4 MB with 20 levels on each side of a book, and 16 MB with 1000.
/// </summary>
public sealed class HeatMapViewModel : ViewModel<HeatMapState>
{
    /// <summary>The number of columns: two minutes.</summary>
    public const int Capacity = 240;

    public HeatMapViewModel(Market market, Screen screen)
        : base(HeatMapState.Empty) => Subscriptions.Add(market.HeatColumns.Batches(screen, market.Feed).Subscribe(Apply));

    /// <summary>The interval of a column, on the exchange's clock.</summary>
    public static TimeSpan ColumnLength { get; } = TimeSpan.FromMilliseconds(500);

    private void Apply(IList<HeatColumn> batch)
    {
        var columns = State.Columns.Concat(batch).TakeLast(Capacity).ToArray();
        Show(new HeatMapState([.. columns], columns.Max(static column => column.Greatest)));
    }
}
