namespace Nexus.Desk.ViewModels;

/// <summary>What a replay does.</summary>
public enum ReplayMode
{
    /// <summary>Its time passes.</summary>
    Playing,

    /// <summary>Its time stands still.</summary>
    Paused,

    /// <summary>Everything was delivered.</summary>
    Ended,
}
