namespace Nexus.Reactive;

/// <summary>Converts cumulative quantities to fills: each fill is the difference to the next lower quantity, regardless of the order of arrival.</summary>
internal sealed class CumulativeSteps
{
    private readonly List<(decimal Total, FillEntry Fill)> _steps = [];

    /// <summary>The greatest quantity.</summary>
    public decimal Greatest => _steps.Count == 0 ? 0 : _steps[^1].Total;

    /// <summary>Adds a quantity above a base. Of two equal quantities, the one with the higher price is used.</summary>
    public void Add(FillMatcher fills, decimal floor, decimal total, Func<decimal, FillEntry> create)
    {
        var at = _steps.Count;
        while (at > 0 && _steps[at - 1].Total >= total)
            at--;
        var isKnown = at < _steps.Count && _steps[at].Total == total;
        var fill = create(total - (at == 0 ? floor : _steps[at - 1].Total));
        if (isKnown)
        {
            var known = _steps[at].Fill;
            if (known.Price > fill.Price || (known.Price == fill.Price && known.At <= fill.At))
                return;
            fills.Resize(known, 0);
            _steps[at] = (total, fill);
        }
        else
        {
            if (at < _steps.Count)
                fills.Resize(_steps[at].Fill, _steps[at].Total - total);
            _steps.Insert(at, (total, fill));
        }

        fills.Claim(fill);
    }

    public void Transfer(StateArchive archive)
    {
        var steps = archive.List("steps", _steps, step =>
        {
            archive.Value("total", ref step.Total);
            return (step.Total, SavedFills.TransferEntry(archive, "entry", step.Fill)!);
        });
        if (archive.IsReading)
            _steps.AddRange(steps);
    }
}
