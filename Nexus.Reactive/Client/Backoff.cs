using System.Net;

namespace Nexus.Reactive;

/// <summary>Computes the delay before a reconnection attempt: it doubles up to a maximum, minus a random part. A server may request a longer delay.</summary>
internal static class Backoff
{
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromDays(1);

    public static TimeSpan GetDelay(int attempt, DisconnectReason end, NexusClientOptions options)
    {
        var whole = Math.Min(options.ReconnectDelay.Ticks * Math.Pow(2, attempt - 1), options.MaxReconnectDelay.Ticks);
        var delay = new TimeSpan((long)(whole * (1 - options.ReconnectJitter * options.Random.NextDouble())));
        var asked = end.RetryAfter ?? (IsRateLimit(end.Refusal) ? options.MaxReconnectDelay : TimeSpan.Zero);
        return asked <= delay ? delay : asked < MaxRetryAfter ? asked : MaxRetryAfter;
    }

    // Some exchanges answer with 418 if a client ignores 429.
    private static bool IsRateLimit(HttpStatusCode? refusal) => refusal is HttpStatusCode.TooManyRequests or (HttpStatusCode)418;
}
