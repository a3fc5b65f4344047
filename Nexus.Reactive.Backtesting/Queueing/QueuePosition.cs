namespace Nexus.Reactive.Backtesting;

/// <summary>The position of one order in the queue of its price level.</summary>
/// <param name="ahead">The quantity ahead of the order when it joins the level.</param>
public abstract class QueuePosition(decimal ahead)
{
    /// <summary>
    /// The quantity that is executed before the order. It is below 0 after a trade that exceeded the quantity ahead, until the exchange has executed the excess.
    /// </summary>
    public decimal Ahead { get; protected set; } = ahead;

    /// <summary>Receives a trade at the order's price that executes the order's side.</summary>
    /// <param name="quantity">The traded quantity.</param>
    public virtual void OnTrade(decimal quantity) => Ahead -= quantity;

    /// <summary>Receives a change of the level's shown quantity.</summary>
    /// <param name="before">The quantity of the previous book.</param>
    /// <param name="after">The quantity of this book, which differs from <paramref name="before"/>.</param>
    public abstract void OnDepth(decimal before, decimal after);

    /// <summary>Limits the quantity ahead to what a book shows after a time in which the level was not seen.</summary>
    internal void Limit(decimal shown) => Ahead = Math.Min(Ahead, shown);

    /// <summary>Takes the part of the last trade that reached the order, rounded to whole steps and at most the quantity that the order lacks.</summary>
    internal decimal TakeExcess(decimal step, decimal most)
    {
        if (Ahead >= 0)
            return 0;

        // The number of steps of a large trade can exceed the range of a decimal.
        if (-Ahead >= most)
        {
            Ahead = 0;
            return most;
        }

        var steps = Math.Round(-Ahead / step, MidpointRounding.AwayFromZero);
        if (steps == 0)
            return 0;
        Ahead = 0;
        return steps * step;
    }
}
