namespace Nexus.Reactive;

/// <summary>A message that carries the exchange's time.</summary>
public interface IHasTimestamp
{
    /// <summary>The exchange's time, whole milliseconds, UTC.</summary>
    DateTimeOffset Timestamp { get; }
}
