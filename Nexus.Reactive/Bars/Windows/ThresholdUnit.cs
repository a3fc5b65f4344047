namespace Nexus.Reactive;

/// <summary>What a window by size counts.</summary>
internal enum ThresholdUnit
{
    Count,
    Volume,
    Notional,
}
