namespace Nexus.Reactive;

/// <summary>The facts about one order that the inputs reported, except its fills. An <see cref="OrderBuilder"/> computes the order from them.</summary>
internal struct OrderFacts()
{
    /// <summary>Symbol, side, type, price and quantity.</summary>
    public OrderTerms Terms = new();

    /// <summary>The reported statuses.</summary>
    public StatusFacts Statuses;

    /// <summary>The earliest and the latest time of an input, in UTC ticks.</summary>
    public long CreatedAt = long.MaxValue;

    /// <inheritdoc cref="CreatedAt"/>
    public long UpdatedAt;

    /// <summary>Whether a transaction contradicted another one.</summary>
    public bool IsConflicting;

    /// <summary>Whether the stream was cut after the latest input.</summary>
    public bool IsStale;

    /// <summary>Whether the latest snapshot did not list the order.</summary>
    public bool IsMissing;

    public void Date(long at)
    {
        CreatedAt = Math.Min(CreatedAt, at);
        UpdatedAt = Math.Max(UpdatedAt, at);
    }
}
