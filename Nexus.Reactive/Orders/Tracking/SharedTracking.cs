namespace Nexus.Reactive;

/// <summary>What all orders of a tracker share.</summary>
/// <param name="Reading">What <c>executed_quantity</c> means.</param>
/// <param name="Opened">Receives the fills that one ledger lacks since the input at hand.</param>
internal sealed record SharedTracking(ExecutedQuantityKind Reading, List<OpenFill> Opened);
