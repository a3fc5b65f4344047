namespace Nexus.Reactive;

/// <summary>The unit of the threshold at which a window closes.</summary>
internal enum ThresholdUnit
{
    Count,
    Volume,
    Notional,
}
