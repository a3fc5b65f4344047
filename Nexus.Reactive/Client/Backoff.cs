namespace Nexus.Reactive;

/// <summary>How long to wait before an attempt to reconnect: twice as long each time, up to a cap, less a part that is left to chance.</summary>
internal static class Backoff
{
    public static TimeSpan Delay(int attempt, NexusClientOptions options)
    {
        var whole = Math.Min(options.ReconnectDelay.Ticks * Math.Pow(2, attempt - 1), options.MaxReconnectDelay.Ticks);
        return new TimeSpan((long)(whole * (1 - options.ReconnectJitter * options.Random.NextDouble())));
    }
}
