using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>An own fill on the chart.</summary>
public sealed record FillMark(long Id, DateTimeOffset Time, decimal Price, decimal Quantity, Side Side);
