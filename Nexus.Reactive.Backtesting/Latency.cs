namespace Nexus.Reactive.Backtesting;

/// <summary>How long a message takes on its way to the exchange, or back. Messages never overtake each other.</summary>
public abstract class Latency
{
    /// <summary>No latency.</summary>
    public static Latency None { get; } = Fixed(TimeSpan.Zero);

    /// <summary>The same latency for every message.</summary>
    /// <param name="duration">The latency, 0 or above.</param>
    public static Latency Fixed(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        return From((_, _) => duration);
    }

    /// <summary>A latency between two limits, all values being equally likely.</summary>
    /// <param name="min">The lowest latency, 0 or above.</param>
    /// <param name="max">The highest latency.</param>
    public static Latency Uniform(TimeSpan min, TimeSpan max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(min, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, min);
        return From((random, _) => min + TimeSpan.FromTicks((long)((max - min).Ticks * random.NextDouble())));
    }

    /// <summary>A latency whose logarithm is normally distributed, as those of networks are: most are near the median, a few are many times as long.</summary>
    /// <param name="median">The median, above 0.</param>
    /// <param name="sigma">The standard deviation of the logarithm, 0 or above; with 0.5, one latency in six is above 1.65 times the median.</param>
    /// <param name="max">The highest latency.</param>
    public static Latency LogNormal(TimeSpan median, double sigma, TimeSpan max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(median, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, median);
        if (!(sigma >= 0) || double.IsInfinity(sigma))
            throw new ArgumentOutOfRangeException(nameof(sigma), sigma, "The deviation must be finite and 0 or above.");
        return From((random, _) =>
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            return TimeSpan.FromTicks((long)Math.Min(max.Ticks, median.Ticks * Math.Exp(sigma * normal)));
        });
    }

    /// <summary>A latency that a function gives, for example from measurements.</summary>
    /// <param name="function">
    /// The function of the message's random numbers and of the time at which the message is sent. A result below 0 counts as 0. It must not use other sources
    /// of chance, so that runs can be repeated.
    /// </param>
    public static Latency From(Func<Random, DateTimeOffset, TimeSpan> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new FunctionLatency(function);
    }

    /// <summary>Returns the latency of the next message.</summary>
    /// <param name="random">The random numbers of this exchange and direction, from its seed.</param>
    /// <param name="sent">The time at which the message is sent.</param>
    internal abstract TimeSpan Next(Random random, DateTimeOffset sent);

    private sealed class FunctionLatency(Func<Random, DateTimeOffset, TimeSpan> function) : Latency
    {
        internal override TimeSpan Next(Random random, DateTimeOffset sent)
        {
            var latency = function(random, sent);
            return latency < TimeSpan.Zero ? TimeSpan.Zero : latency;
        }
    }
}
