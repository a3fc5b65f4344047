namespace Nexus.Reactive.Backtesting.Matching;

/// <summary>An order of a paper exchange.</summary>
internal sealed class PaperOrder(long id, OrderRequest request)
{
    private decimal _notional;

    public long Id { get; } = id;

    public OrderRequest Request { get; } = request;

    public Side Side => Request.Side;

    public decimal Leaves { get; private set; } = request.Quantity;

    public decimal Filled => Request.Quantity - Leaves;

    /// <summary>The average price of <see cref="Filled"/>; null if nothing is filled.</summary>
    public decimal? AveragePrice => Filled == 0 ? null : _notional / Filled;

    /// <summary>The position in the book; null while the order is not in the book, or the quantity ahead is unknown.</summary>
    public QueuePosition? Position { get; set; }

    public void Fill(Level fill)
    {
        Leaves -= fill.Quantity;
        _notional += fill.Price * fill.Quantity;
    }

    /// <summary>Whether the order may execute at a price of the other side.</summary>
    public bool Accepts(decimal price) => Request.Price is not { } limit || (Side == Side.Buy ? price <= limit : price >= limit);
}
