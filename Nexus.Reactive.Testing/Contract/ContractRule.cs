namespace Nexus.Reactive.Testing;

/// <summary>One rule of the contract for one operator.</summary>
public sealed class ContractRule
{
    private readonly string _operator;
    private readonly Action<RuleGuard> _check;
    private readonly TimeSpan _limit;
    private readonly TimeSpan _pauses;
    private readonly Action<TimeSpan> _runFirst;

    internal ContractRule(string @operator, string name, Action<RuleGuard> check, Action<TimeSpan> runFirst, TimeSpan limit, TimeSpan pauses = default)
    {
        _operator = @operator;
        Name = name;
        _check = check;
        _runFirst = runFirst;
        _limit = limit;
        _pauses = pauses;
    }

    /// <summary>The rule in one sentence.</summary>
    public string Name { get; }

    /// <summary>Checks the rule on a separate thread and returns within the time limit of the contract.</summary>
    /// <exception cref="MarbleException">The operator breaks the rule.</exception>
    public void Check()
    {
        if (Find() is { } fault)
            throw fault;
    }

    /// <summary>Returns the operator and the rule.</summary>
    public override string ToString() => $"{_operator}: {Name}";

    /// <summary>Runs the rule and returns its finding, or null.</summary>
    internal ContractFault? Run()
    {
        _runFirst(_limit);
        return new RuleGuard(_limit + _pauses).Run(_check);
    }

    internal ContractRule WithLimit(TimeSpan limit) => new(_operator, Name, _check, _runFirst, limit, _pauses);

    // An inner exception would print its text a second time.
    internal MarbleException? Find() =>
        Run() is { } fault ? new MarbleException($"{_operator} breaks a rule of its contract: {Name}.\n   {fault.Message}") : null;
}
