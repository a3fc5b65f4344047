namespace Nexus.Reactive;

/// <summary>What is odd about an order. Each flag but <see cref="Conflict"/> clears itself once its cause is gone.</summary>
[Flags]
public enum OrderFlags
{
    /// <summary>Nothing is unusual.</summary>
    None = 0,

    /// <summary>Known from transactions only: no ORDER_UPDATE was seen.</summary>
    Orphan = 1,

    /// <summary>The stream was cut since the order's last news.</summary>
    Stale = 2,

    /// <summary>More was executed than ordered.</summary>
    Overfilled = 4,

    /// <summary>The exchange said FILLED, yet less is known to be executed than was ordered.</summary>
    Underfilled = 8,

    /// <summary>The inputs contradict one another: in side, in symbol, in their final status, or in what one transaction id stands for.</summary>
    Conflict = 16,

    /// <summary>The average price rests on the prices of ORDER_UPDATEs, not on transactions alone.</summary>
    Estimated = 32,

    /// <summary>A part of what was executed is known from a snapshot only; transactions have not confirmed it.</summary>
    Inferred = 64,

    /// <summary>Open here, but not listed in the latest snapshot. Nobody knows how it ended.</summary>
    Missing = 128,

    /// <summary>An ORDER_UPDATE stated an executed quantity with a status that explains none, as NEW or an unknown one. It is not counted; transactions may still confirm it.</summary>
    Unexplained = 256,
}
