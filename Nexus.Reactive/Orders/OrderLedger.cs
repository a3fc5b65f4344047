namespace Nexus.Reactive;

/// <summary>TBD</summary>
public sealed class OrderLedger;
