namespace Nexus.Reactive;

/// <summary>A message that contains the exchange's time.</summary>
public interface IHasTimestamp
{
    /// <summary>The exchange's time, which has whole milliseconds.</summary>
    DateTimeOffset Timestamp { get; }
}
