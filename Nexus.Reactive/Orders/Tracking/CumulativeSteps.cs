namespace Nexus.Reactive;

/// <summary>Cumulative quantities as fills: each is as wide as its distance from the next lower one, whatever their order of arrival.</summary>
internal sealed class CumulativeSteps
{
    private readonly List<(decimal Total, FillEntry Fill)> _steps = [];

    /// <summary>The greatest quantity.</summary>
    public decimal Greatest => _steps.Count == 0 ? 0 : _steps[^1].Total;

    /// <summary>Adds a quantity above a base; of two equal ones the higher price counts.</summary>
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
}
