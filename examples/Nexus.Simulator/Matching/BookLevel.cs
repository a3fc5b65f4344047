namespace Nexus.Simulator.Matching;

public readonly record struct BookLevel(decimal Price, decimal Quantity);
