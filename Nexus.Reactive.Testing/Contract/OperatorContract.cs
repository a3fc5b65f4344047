using System.Reactive.Concurrency;

namespace Nexus.Reactive.Testing;

/// <summary>
/// The rules that every operator on observables keeps, whatever it computes: the grammar, terminals, disposal, timers, threads, state.
/// </summary>
/// <remarks>
/// Each rule builds the operator anew over sources that it controls, on a virtual clock.
/// <code>
/// OperatorContract.Of("Doubled", (IObservable&lt;int&gt; source, IScheduler _) => source.Doubled(), 1, 2, 3).Check();
/// </code>
/// </remarks>
public sealed class OperatorContract
{
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(5);

    private readonly ContractRule _threads;
    private readonly TimeSpan _limit;

    private OperatorContract(string name, IReadOnlyList<ContractRule> rules, ContractRule threads, TimeSpan limit)
    {
        Name = name;
        Rules = rules;
        _threads = threads;
        _limit = limit;
    }

    /// <summary>The operator.</summary>
    public string Name { get; }

    /// <summary>Each rule by itself, for frameworks that show one test a rule.</summary>
    public IReadOnlyList<ContractRule> Rules { get; }

    /// <summary>The contract of an operator on one source.</summary>
    /// <typeparam name="TSource">The source's items.</typeparam>
    /// <typeparam name="TResult">The operator's items.</typeparam>
    /// <param name="name">The operator's name, for messages.</param>
    /// <param name="build">Applies it; what it is given as a scheduler is a virtual one.</param>
    /// <param name="samples">Three items or more that make it send something.</param>
    public static OperatorContract Of<TSource, TResult>(
        string name, Func<IObservable<TSource>, IScheduler, IObservable<TResult>> build, params TSource[] samples) =>
        Of(name, build, samples, OperatorTraits.None);

    /// <summary>The contract of an operator on one source that differs from others by design.</summary>
    /// <typeparam name="TSource">The source's items.</typeparam>
    /// <typeparam name="TResult">The operator's items.</typeparam>
    /// <param name="name">The operator's name, for messages.</param>
    /// <param name="build">Applies it; what it is given as a scheduler is a virtual one.</param>
    /// <param name="samples">Three items or more that make it send something.</param>
    /// <param name="traits">Where it differs.</param>
    public static OperatorContract Of<TSource, TResult>(
        string name, Func<IObservable<TSource>, IScheduler, IObservable<TResult>> build, IReadOnlyList<TSource> samples, OperatorTraits traits)
    {
        ArgumentNullException.ThrowIfNull(build);
        ArgumentNullException.ThrowIfNull(samples);
        return Create<TResult>(name, traits, (setup, scheduler) =>
        {
            var source = new ManualSource<TSource>(samples, 0, setup);
            return (build(source, scheduler), [source]);
        });
    }

    /// <summary>The contract of an operator on two sources.</summary>
    /// <typeparam name="TFirst">The first source's items.</typeparam>
    /// <typeparam name="TSecond">The second source's items.</typeparam>
    /// <typeparam name="TResult">The operator's items.</typeparam>
    /// <param name="name">The operator's name, for messages.</param>
    /// <param name="build">Applies it; what it is given as a scheduler is a virtual one.</param>
    /// <param name="firstSamples">Three items or more of the first source.</param>
    /// <param name="secondSamples">Three items or more of the second source.</param>
    /// <param name="traits">Where it differs from others.</param>
    public static OperatorContract Of<TFirst, TSecond, TResult>(
        string name,
        Func<IObservable<TFirst>, IObservable<TSecond>, IScheduler, IObservable<TResult>> build,
        IReadOnlyList<TFirst> firstSamples,
        IReadOnlyList<TSecond> secondSamples,
        OperatorTraits traits = OperatorTraits.None)
    {
        ArgumentNullException.ThrowIfNull(build);
        ArgumentNullException.ThrowIfNull(firstSamples);
        ArgumentNullException.ThrowIfNull(secondSamples);
        return Create<TResult>(name, traits, (setup, scheduler) =>
        {
            var first = new ManualSource<TFirst>(firstSamples, 0, setup);
            var second = new ManualSource<TSecond>(secondSamples, 1, setup);
            return (build(first, second, scheduler), [first, second]);
        });
    }

    /// <summary>The same contract and one rule more, for an operator that calls a function of its user's.</summary>
    /// <typeparam name="TSource">The source's items.</typeparam>
    /// <typeparam name="TResult">The operator's items.</typeparam>
    /// <param name="build">Applies it with a function that throws the exception.</param>
    /// <param name="samples">Items that make it call the function.</param>
    public OperatorContract WithThrowingFunction<TSource, TResult>(
        Func<IObservable<TSource>, IScheduler, Exception, IObservable<TResult>> build, params TSource[] samples)
    {
        ArgumentNullException.ThrowIfNull(build);
        ArgumentNullException.ThrowIfNull(samples);
        var (name, check) = ContractRules<TResult>.FunctionThrows(
            (setup, scheduler, error) =>
            {
                var source = new ManualSource<TSource>(samples, 0, setup);
                return (build(source, scheduler, error), [source]);
            },
            _threads);
        return new OperatorContract(Name, [.. Rules, new ContractRule(Name, name, check, _limit)], _threads, _limit);
    }

    /// <summary>The same contract with another time limit for each rule; 5 seconds unless set.</summary>
    /// <param name="limit">How long a rule may take in real time. An operator that blocks fails the rule after it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is zero or negative.</exception>
    public OperatorContract WithTimeLimit(TimeSpan limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero);
        return new OperatorContract(Name, [.. Rules.Select(rule => rule.WithLimit(limit))], _threads, limit);
    }

    /// <summary>Checks every rule and tells of all that are broken.</summary>
    /// <exception cref="MarbleException">A rule is broken.</exception>
    public void Check()
    {
        var faults = Rules.Select(static rule => rule.Find()).OfType<MarbleException>().ToList();
        if (faults.Count > 0)
            throw new MarbleException(string.Join("\n\n", faults.Select(static fault => fault.Message)), faults[0].InnerException);
    }

    /// <summary>The operator's name.</summary>
    public override string ToString() => Name;

    private static OperatorContract Create<TResult>(
        string name, OperatorTraits traits, Func<SourceSetup, IScheduler, (IObservable<TResult> Output, ManualSource[] Inputs)> build)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var rules = ContractRules<TResult>.For(traits, build).Select(rule => new ContractRule(name, rule.Name, rule.Check, DefaultLimit)).ToArray();
        return new OperatorContract(name, rules, rules.Single(static rule => rule.Name == ContractRules<TResult>.Threads), DefaultLimit);
    }
}
