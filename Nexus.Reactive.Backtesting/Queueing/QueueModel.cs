namespace Nexus.Reactive.Backtesting;

/// <summary>Estimates how much of a price level is executed before an order of a <see cref="PaperExchange"/> that waits there.</summary>
/// <remarks>
/// The formulas are those that hftbacktest publishes for its <c>RiskAdverseQueueModel</c> and <c>ProbQueueModel</c>
/// (<see href="https://hftbacktest.readthedocs.io/en/latest/order_fill.html">Order fill</see>, <c>hftbacktest/src/backtest/models/queue.rs</c> of
/// version 0.9), computed with decimals. To use a different model, derive from this class.
/// </remarks>
public abstract class QueueModel
{
    /// <summary>
    /// The most careful model: orders that leave the level without a trade were behind this order, unless the level becomes smaller than the quantity ahead.
    /// </summary>
    public static QueueModel RiskAverse { get; } = new RiskAverseQueueModel();

    /// <summary>
    /// The most optimistic model: nothing is ahead of an order, so every trade at its price fills it. Engines without a queue model assume this.
    /// </summary>
    public static QueueModel First { get; } = new FirstQueueModel();

    /// <summary>A <see cref="Probability"/> model with f(x) = ln(1 + x) and p = f(back) / (f(back) + f(front)).</summary>
    public static QueueModel LogProbability { get; } = Probability(QueueProbability.Log);

    /// <summary>A <see cref="Probability"/> model with f(x) = xⁿ and p = f(back) / (f(back) + f(front)).</summary>
    /// <param name="n">The exponent, above 0.</param>
    public static QueueModel PowerProbability(double n) => Probability(QueueProbability.Power(n));

    /// <summary>
    /// Orders that leave the level without a trade are distributed between the quantities ahead of this order and behind it: a part p of them was behind.
    /// </summary>
    /// <param name="probability">The function that gives p.</param>
    public static QueueModel Probability(QueueProbability probability)
    {
        ArgumentNullException.ThrowIfNull(probability);
        return new ProbabilityQueueModel(probability);
    }

    /// <summary>Adds an order at the end of a level.</summary>
    /// <param name="shown">The quantity that the book shows at the level, without the order.</param>
    /// <returns>The position of the order, which the exchange updates.</returns>
    public abstract QueuePosition Join(decimal shown);

    private sealed class RiskAverseQueueModel : QueueModel
    {
        public override QueuePosition Join(decimal shown) => new Position(shown);

        public override string ToString() => "risk-averse";

        private sealed class Position(decimal ahead) : QueuePosition(ahead)
        {
            public override void OnDepth(decimal before, decimal after) => Ahead = Math.Min(Ahead, after);
        }
    }

    private sealed class FirstQueueModel : QueueModel
    {
        public override QueuePosition Join(decimal shown) => new Position();

        public override string ToString() => "first";

        private sealed class Position() : QueuePosition(ahead: 0)
        {
            public override void OnDepth(decimal before, decimal after)
            {
            }
        }
    }
}
