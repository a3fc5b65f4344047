namespace Nexus.Reactive.Backtesting;

/// <summary>See <see cref="QueueModel.Probability"/>.</summary>
internal sealed class ProbabilityQueueModel(QueueProbability probability) : QueueModel
{
    // Beyond this, the result does not depend on the probability.
    private const double MaxPart = 1e6;

    public override QueuePosition Join(decimal shown) => new Position(probability, shown);

    public override string? ToString() => probability.ToString();

    private sealed class Position(QueueProbability probability, decimal ahead) : QueuePosition(ahead)
    {
        // The book's next change contains these trades.
        private decimal _traded;

        public override void OnTrade(decimal quantity)
        {
            base.OnTrade(quantity);
            _traded += quantity;
        }

        public override void OnDepth(decimal before, decimal after)
        {
            var left = before - after - _traded;
            _traded = 0;
            if (left >= 0)
            {
                var back = before - Ahead;
                var part = probability.Behind((double)Ahead, (double)back);
                if (double.IsNaN(part))
                {
                    Ahead = after;
                    return;
                }

                var behind = (double.IsInfinity(part) ? 1 : (decimal)Math.Clamp(part, -MaxPart, MaxPart)) * left;
                Ahead += behind - left + Math.Min(back - behind, 0);
            }

            Ahead = Math.Min(Ahead, after);
        }
    }
}
