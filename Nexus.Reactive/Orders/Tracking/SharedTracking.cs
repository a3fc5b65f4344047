namespace Nexus.Reactive;

/// <summary>The data that all orders of a tracker share.</summary>
/// <param name="Reading">The meaning of <c>executed_quantity</c>.</param>
/// <param name="Opened">Receives the fills that are missing in one ledger since the current input.</param>
internal sealed record SharedTracking(ExecutedQuantityKind Reading, List<OpenFill> Opened);
