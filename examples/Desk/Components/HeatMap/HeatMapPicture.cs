using Nexus.Desk.ViewModels;

namespace Nexus.Desk.Components;

/// <summary>What the heat map shows: the depth, and the trades of the tape.</summary>
public sealed record HeatMapPicture(HeatMapState Map, TapeState Tape);
