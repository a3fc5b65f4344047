namespace Nexus.Reactive;

/// <summary>Cumulative quantities, each with the price of the step that led to it; what they cost together does not depend on their order of arrival.</summary>
internal sealed class CumulativeSteps
{
    private readonly SortedSet<Execution> _steps = new(Comparer<Execution>.Create(static (a, b) => a.Quantity.CompareTo(b.Quantity)));
    private SaturatingSum _notional;

    /// <summary>The greatest quantity, and what it cost.</summary>
    public (decimal Quantity, decimal Notional) Total => (_steps.Max.Quantity, _notional.Value);

    public void Add(Execution step)
    {
        var isKnown = _steps.TryGetValue(step, out var known);
        if (isKnown && known.Price >= step.Price)
            return;
        _steps.Remove(step);

        var width = step.Quantity - _steps.GetViewBetween(default, step).Max.Quantity;
        var above = _steps.GetViewBetween(step, new Execution(decimal.MaxValue, 0)).Min;
        _notional.AddProduct(step.Price, width);

        // Its width was priced before: by the same quantity at a lower price, or as a part of the next greater one.
        _notional.AddProduct(isKnown ? known.Price : above.Price, -width);
        _steps.Add(step);
    }
}
