namespace Nexus.Reactive.Hosting;

/// <summary>The part of <see cref="NexusClientOptions"/> that is set from configuration. A setting that is absent keeps its default.</summary>
/// <remarks>Use <see cref="NexusBuilder"/> to set the other options in code.</remarks>
public sealed class NexusClientSettings
{
    /// <inheritdoc cref="NexusClientOptions.PingInterval"/>
    public TimeSpan? PingInterval { get; set; }

    /// <inheritdoc cref="NexusClientOptions.StaleAfter"/>
    public TimeSpan? StaleAfter { get; set; }

    /// <inheritdoc cref="NexusClientOptions.BookTimeout"/>
    public TimeSpan? BookTimeout { get; set; }

    /// <inheritdoc cref="NexusClientOptions.TradeTimeout"/>
    public TimeSpan? TradeTimeout { get; set; }

    /// <inheritdoc cref="NexusClientOptions.ConnectTimeout"/>
    public TimeSpan? ConnectTimeout { get; set; }

    /// <inheritdoc cref="NexusClientOptions.ReconnectDelay"/>
    public TimeSpan? ReconnectDelay { get; set; }

    /// <inheritdoc cref="NexusClientOptions.MaxReconnectDelay"/>
    public TimeSpan? MaxReconnectDelay { get; set; }

    /// <inheritdoc cref="NexusClientOptions.ReconnectJitter"/>
    public double? ReconnectJitter { get; set; }

    /// <inheritdoc cref="NexusClientOptions.StableAfter"/>
    public TimeSpan? StableAfter { get; set; }

    /// <inheritdoc cref="NexusClientOptions.MaxMessageBytes"/>
    public int? MaxMessageBytes { get; set; }

    /// <inheritdoc cref="NexusClientOptions.AnswerServerPings"/>
    public bool AnswerServerPings { get; set; }

    /// <inheritdoc cref="NexusClientOptions.AllowUnencrypted"/>
    public bool AllowUnencrypted { get; set; }

    /// <summary>Applies each setting.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The options reject a value.</exception>
    internal NexusClientOptions Apply(NexusClientOptions options) => Steps().Aggregate(options, static (options, step) => step.Apply(options));

    /// <summary>Returns the settings whose values the options reject.</summary>
    internal IEnumerable<(string Name, ArgumentException Error)> Faults()
    {
        var options = new NexusClientOptions();
        foreach (var (name, apply) in Steps())
        {
            ArgumentException? error = null;
            try
            {
                options = apply(options);
            }
            catch (ArgumentException exception)
            {
                error = exception;
            }

            if (error is not null)
                yield return (name, error);
        }
    }

    internal bool IsSameAs(NexusClientSettings other)
    {
        var defaults = new NexusClientOptions();
        return Apply(defaults) == other.Apply(defaults);
    }

    private IEnumerable<(string Name, Func<NexusClientOptions, NexusClientOptions> Apply)> Steps()
    {
        if (PingInterval is { } pingInterval)
            yield return (nameof(PingInterval), options => options with { PingInterval = pingInterval });
        if (StaleAfter is { } staleAfter)
            yield return (nameof(StaleAfter), options => options with { StaleAfter = staleAfter });
        if (BookTimeout is { } bookTimeout)
            yield return (nameof(BookTimeout), options => options with { BookTimeout = bookTimeout });
        if (TradeTimeout is { } tradeTimeout)
            yield return (nameof(TradeTimeout), options => options with { TradeTimeout = tradeTimeout });
        if (ConnectTimeout is { } connectTimeout)
            yield return (nameof(ConnectTimeout), options => options with { ConnectTimeout = connectTimeout });
        if (ReconnectDelay is { } reconnectDelay)
            yield return (nameof(ReconnectDelay), options => options with { ReconnectDelay = reconnectDelay });
        if (MaxReconnectDelay is { } maxReconnectDelay)
            yield return (nameof(MaxReconnectDelay), options => options with { MaxReconnectDelay = maxReconnectDelay });
        if (ReconnectJitter is { } reconnectJitter)
            yield return (nameof(ReconnectJitter), options => options with { ReconnectJitter = reconnectJitter });
        if (StableAfter is { } stableAfter)
            yield return (nameof(StableAfter), options => options with { StableAfter = stableAfter });
        if (MaxMessageBytes is { } maxMessageBytes)
            yield return (nameof(MaxMessageBytes), options => options with { MaxMessageBytes = maxMessageBytes });
        yield return (nameof(AnswerServerPings), options => options with { AnswerServerPings = AnswerServerPings, AllowUnencrypted = AllowUnencrypted });
    }
}
