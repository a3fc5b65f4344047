namespace Nexus.Reactive.Testing;

/// <summary>What a rule found.</summary>
internal sealed class ContractFault(string message) : Exception(message);
