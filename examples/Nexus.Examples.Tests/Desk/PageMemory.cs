namespace Nexus.Examples.Tests.Desk;

/// <summary>What a page holds after a garbage collection.</summary>
/// <param name="HeapBytes">The bytes of the scripts' heap.</param>
/// <param name="Nodes">The nodes of all documents.</param>
/// <param name="Listeners">The event listeners.</param>
internal sealed record PageMemory(long HeapBytes, int Nodes, int Listeners);
