namespace Nexus.Simulator.Matching;

/// <summary>One execution, always at the maker's price, with the remaining quantity of each order after it.</summary>
public readonly record struct Fill(Order Maker, decimal MakerLeft, Order Taker, decimal TakerLeft, decimal Price, decimal Quantity);
