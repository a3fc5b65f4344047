namespace Nexus.Reactive;

/// <summary>The reported statuses of an order, in any order, and the resulting status.</summary>
internal struct StatusFacts
{
    private Reported _reported;
    private UnknownStatus? _unknown;

    [Flags]
    private enum Reported : byte
    {
        None = 0,
        Any = 1,
        New = 2,
        Partial = 4,
        Filled = 8,
        Cancelled = 16,
        Rejected = 32,
        Ends = Filled | Cancelled | Rejected,
    }

    /// <summary>Whether anything was reported.</summary>
    public readonly bool IsKnown => _reported != Reported.None;

    /// <summary>Whether NEW was reported.</summary>
    public readonly bool HasNew => Has(Reported.New);

    /// <summary>Whether an end of the order was reported.</summary>
    public readonly bool HasEnd => Has(Reported.Ends);

    /// <summary>The text of the latest status that is unknown to this version.</summary>
    public readonly string? UnknownText => _unknown?.Text;

    public void Add(OrderStatus status, string text, long at)
    {
        _reported |= Reported.Any | GetFlag(status);
        if (status != OrderStatus.Unknown)
            return;
        if (_unknown is null || at > _unknown.At || (at == _unknown.At && string.CompareOrdinal(text, _unknown.Text) > 0))
            _unknown = new UnknownStatus(text, at);
    }

    /// <summary>
    /// Returns the resulting status. Each line corresponds to a line of the table in the remarks of
    /// <see cref="NexusObservable.TrackOrders(NexusFeed, OrderTrackingOptions?)"/>.
    /// </summary>
    /// <param name="isConfirmed">Whether the transactions reach the known quantity.</param>
    /// <param name="isShort">Whether less than the known quantity is filled.</param>
    /// <param name="hasFills">Whether anything is filled.</param>
    public readonly OrderStatus Resolve(bool isConfirmed, bool isShort, bool hasFills)
    {
        var isFilled = isConfirmed || Has(Reported.Filled);
        return (isFilled, Has(Reported.Cancelled)) switch
        {
            (true, true) => isShort ? OrderStatus.Cancelled : OrderStatus.Filled,
            (true, false) => OrderStatus.Filled,
            (false, true) => OrderStatus.Cancelled,
            _ when Has(Reported.Rejected) && !hasFills => OrderStatus.Rejected,
            _ when Has(Reported.Partial) || hasFills => OrderStatus.PartiallyFilled,
            _ => Has(Reported.New) ? OrderStatus.New : OrderStatus.Unknown,
        };
    }

    /// <summary>Returns whether the reported ends contradict each other, or a rejection contradicts the fills.</summary>
    public readonly bool IsContradictory(bool hasFills) => (_reported & Reported.Ends) switch
    {
        Reported.None or Reported.Filled or Reported.Cancelled => false,
        Reported.Rejected => hasFills,
        _ => true,
    };

    public StatusFacts Transfer(StateArchive archive) => archive.Object("statuses", this, facts =>
    {
        archive.Enum("reported", ref facts._reported);
        facts._unknown = archive.Optional("unknown", facts._unknown, known =>
        {
            var (text, at) = (known?.Text, known?.At ?? 0);
            archive.Value("text", ref text);
            archive.Value("at", ref at);
            return new UnknownStatus(text!, at);
        });
        return facts;
    });

    private static Reported GetFlag(OrderStatus status) => status switch
    {
        OrderStatus.New => Reported.New,
        OrderStatus.PartiallyFilled => Reported.Partial,
        OrderStatus.Filled => Reported.Filled,
        OrderStatus.Cancelled => Reported.Cancelled,
        OrderStatus.Rejected => Reported.Rejected,
        _ => Reported.None,
    };

    private readonly bool Has(Reported status) => (_reported & status) != Reported.None;

    private sealed record UnknownStatus(string Text, long At);
}
