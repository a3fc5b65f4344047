namespace Nexus.Reactive;

/// <summary>The facts about one order that the inputs reported, except its fills. An <see cref="OrderBuilder"/> computes the order from them.</summary>
internal struct OrderFacts(long orderId)
{
    /// <summary>Symbol, side, type, price and quantity.</summary>
    public OrderTerms Terms = new(orderId);

    /// <summary>The reported statuses.</summary>
    public StatusFacts Statuses;

    /// <summary>The latest time of an input, in UTC ticks.</summary>
    public long UpdatedAt;

    /// <summary>Whether a transaction contradicted another one.</summary>
    public bool IsConflicting;

    /// <summary>Whether the stream was cut after the latest input.</summary>
    public bool IsStale;

    /// <summary>Whether the latest snapshot did not list the order.</summary>
    public bool IsMissing;

    public void Date(long at)
    {
        Terms.Date(at);
        UpdatedAt = Math.Max(UpdatedAt, at);
    }

    public readonly OrderFacts Transfer(StateArchive archive) => Transfer(archive, this);

    private static OrderFacts Transfer(StateArchive archive, OrderFacts facts) => archive.Object("facts", facts, _ =>
    {
        facts.Terms = facts.Terms.Transfer(archive);
        facts.Statuses = facts.Statuses.Transfer(archive);
        archive.Value("updatedAt", ref facts.UpdatedAt);
        archive.Value("isConflicting", ref facts.IsConflicting);
        archive.Value("isStale", ref facts.IsStale);
        archive.Value("isMissing", ref facts.IsMissing);
        return facts;
    });
}
