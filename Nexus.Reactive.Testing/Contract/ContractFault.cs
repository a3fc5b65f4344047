namespace Nexus.Reactive.Testing;

/// <summary>The finding of a rule.</summary>
internal sealed class ContractFault(string message) : Exception(message);
