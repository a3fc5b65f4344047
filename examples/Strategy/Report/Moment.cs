namespace Strategy.Report;

/// <summary>The state at one book; the profit is marked to the mid price.</summary>
public sealed record Moment(DateTimeOffset At, decimal Mid, Band? Band, decimal Inventory, decimal Profit);
