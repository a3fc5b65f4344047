namespace Nexus.Reactive;

/// <summary>Transfers the fills of an order. A fill is written once; other fields refer to it.</summary>
internal static class SavedFills
{
    private enum Kind
    {
        Fee,
        Placed,
        Confirmed,
        Known,
        Open,
    }

    /// <summary>Transfers a chain of changes and returns the latest one.</summary>
    public static FillChange? TransferChain(StateArchive archive, FillHistory fills)
    {
        FillChange? latest = null;
        archive.List("changes", archive.IsReading ? [] : fills.Since(null)!, change => (latest = archive.Reference("change", change, known => Transfer(archive, known, latest)))!);
        return latest;
    }

    /// <summary>Transfers the fields of a change.</summary>
    public static FillChange Transfer(StateArchive archive, FillChange? known, FillChange? previous)
    {
        var kind = known switch
        {
            FeeChange => Kind.Fee,
            ConfirmedFill => Kind.Confirmed,
            KnownFill => Kind.Known,
            OpenFill => Kind.Open,
            _ => Kind.Placed,
        };
        archive.Enum("kind", ref kind);
        return kind switch
        {
            Kind.Fee => TransferFee(archive, known as FeeChange, previous),
            Kind.Confirmed => TransferConfirmed(archive, known as ConfirmedFill, previous),
            _ => TransferPlaced(archive, kind, known as PlacedChange, previous),
        };
    }

    /// <summary>Transfers an entry that several fields may refer to.</summary>
    public static FillEntry? TransferEntry(StateArchive archive, string name, FillEntry? entry) => archive.Reference(name, entry, known =>
    {
        var fill = (OpenFill)archive.Reference<FillChange>("fill", known?.Fill, change => Transfer(archive, change, null))!;
        var (openPrice, quantity, isRest) = ((known?.OpenPrice ?? default).Transfer(archive, "openPrice"), known?.Quantity ?? 0, known?.IsRest ?? false);
        archive.Value("quantity", ref quantity);
        archive.Value("isRest", ref isRest);
        return known ?? new FillEntry(fill) { OpenPrice = openPrice, Quantity = quantity, IsRest = isRest };
    });

    public static void TransferEntries(StateArchive archive, string name, List<FillEntry> entries)
    {
        var transferred = archive.List(name, entries, entry => TransferEntry(archive, "entry", entry)!);
        if (archive.IsReading)
            entries.AddRange(transferred);
    }

    private static FeeChange TransferFee(StateArchive archive, FeeChange? known, FillChange? previous)
    {
        var (asset, amount) = (known?.Asset, known?.Amount ?? 0);
        archive.Value("asset", ref asset);
        archive.Value("amount", ref amount);
        return known ?? new FeeChange(previous, asset!, amount);
    }

    private static ConfirmedFill TransferConfirmed(StateArchive archive, ConfirmedFill? known, FillChange? previous)
    {
        var reported = (PlacedChange)archive.Reference<FillChange>("reported", known?.Reported, change => Transfer(archive, change, null))!;
        var (at, quantity) = (known?.At ?? 0, known?.Quantity ?? 0);
        archive.Value("at", ref at);
        archive.Value("quantity", ref quantity);
        return known ?? new ConfirmedFill(previous, reported, at, quantity);
    }

    private static PlacedChange TransferPlaced(StateArchive archive, Kind kind, PlacedChange? known, FillChange? previous)
    {
        var (at, price, quantity) = (known?.At ?? 0, known?.Price ?? 0, known?.Quantity ?? 0);
        archive.Value("at", ref at);
        archive.Value("price", ref price);
        archive.Value("quantity", ref quantity);
        if (kind == Kind.Open)
            return TransferOpen(archive, known as OpenFill, new OpenFillFields(previous, at, price, quantity));
        return known ?? (kind == Kind.Known ? new KnownFill(previous, at, price, quantity) : new PlacedChange(previous, at, price, quantity));
    }

    private static OpenFill TransferOpen(StateArchive archive, OpenFill? known, in OpenFillFields fields)
    {
        var (isTransaction, open, turn, isQueued, isReported) = (known?.IsTransaction ?? false, known?.Open ?? 0, known?.Turn ?? 0, known?.IsQueued ?? false, known?.IsReported ?? false);
        archive.Value("isTransaction", ref isTransaction);
        archive.Value("open", ref open);
        archive.Value("turn", ref turn);
        archive.Value("isQueued", ref isQueued);
        archive.Value("isReported", ref isReported);
        if (known is not null)
            return known;
        var fill = new OpenFill(fields.Previous, fields.At, fields.Price, fields.Quantity, isTransaction);
        fill.Restore(open, turn, isQueued, isReported);
        return fill;
    }

    private readonly record struct OpenFillFields(FillChange? Previous, long At, decimal Price, decimal Quantity);
}
