namespace Nexus.Reactive.Testing;

/// <summary>One rule of the contract for one operator.</summary>
public sealed class ContractRule
{
    private readonly string _operator;
    private readonly Action _check;

    internal ContractRule(string @operator, string name, Action check)
    {
        _operator = @operator;
        Name = name;
        _check = check;
    }

    /// <summary>The rule in one sentence.</summary>
    public string Name { get; }

    /// <summary>Checks it.</summary>
    /// <exception cref="MarbleException">The operator breaks the rule.</exception>
    public void Check()
    {
        try
        {
            _check();
        }
        catch (Exception error)
        {
            var what = error is ContractFault ? error.Message : $"it threw {error}";
            throw new MarbleException($"{_operator} breaks a rule of its contract: {Name}.\n   {what}", error);
        }
    }

    /// <summary>The operator and the rule.</summary>
    public override string ToString() => $"{_operator}: {Name}";
}
