namespace Nexus.Reactive.Testing;

/// <summary>The result of a rule that the operator breaks.</summary>
internal sealed class ContractFault(string message) : Exception(message);
