namespace Nexus.Desk.ViewModels;

/// <summary>A line of the tape with its number since the market opened.</summary>
public readonly record struct TapeRow(long Number, Print Print);
