namespace Strategy.Report;

/// <summary>The result of a run. Profit is in the quote asset, after fees, with the open position at the mid.</summary>
public sealed record Outcome(decimal Profit, decimal Drawdown, decimal Fees, decimal Volume, int Fills, int Signals, decimal Position);
