namespace Nexus.Reactive.Testing;

/// <summary>The first complete run of an operator, before every rule. A later run that differs from it shows state that outlives the subscription.</summary>
internal sealed class FirstRun<T>(OperatorUnderTest<T> op)
{
    private readonly Lock _gate = new();
    private bool _isOver;

    /// <summary>What the operator emitted; null if it did not reach the end without a fault, which other rules report.</summary>
    public IReadOnlyList<MarbleEvent<T>>? Events { get; private set; }

    /// <summary>Runs the operator unless it has run before.</summary>
    public void Record(TimeSpan limit)
    {
        lock (_gate)
        {
            if (_isOver)
                return;
            _isOver = true;
            IReadOnlyList<MarbleEvent<T>> events = [];
            if (new RuleGuard(limit).Run(guard => events = [.. new ContractRules<T>(guard, op, this).RunInNeutralCulture(out _)]) is null)
                Events = events;
        }
    }
}
