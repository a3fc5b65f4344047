namespace Strategy.Report;

/// <summary>The state at one book; profit is marked to the mid.</summary>
public sealed record Moment(DateTimeOffset At, decimal Mid, Band? Band, decimal Inventory, decimal Profit);
