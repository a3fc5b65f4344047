namespace Nexus.Reactive.Backtesting.Matching;

/// <summary>An order of a paper exchange.</summary>
internal sealed class PaperOrder(long id, OrderRequest request)
{
    public long Id { get; } = id;

    public OrderRequest Request { get; } = request;

    public Side Side => Request.Side;

    public decimal Leaves { get; set; } = request.Quantity;

    /// <summary>The position in the book; null while the order is not in the book, or the quantity ahead is unknown.</summary>
    public QueuePosition? Position { get; set; }

    /// <summary>Whether the order may execute at a price of the other side.</summary>
    public bool Accepts(decimal price) => Request.Price is not { } limit || (Side == Side.Buy ? price <= limit : price >= limit);
}
