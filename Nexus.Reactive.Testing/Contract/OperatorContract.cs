using System.Reactive.Concurrency;
using System.Runtime.CompilerServices;

namespace Nexus.Reactive.Testing;

/// <summary>
/// The rules for every observable operator, regardless of its purpose: grammar, terminals, disposal, timers, threads and state.
/// </summary>
/// <remarks>
/// Each rule creates a new instance of the operator on sources that it controls and a virtual clock.
/// <code>
/// OperatorContract.Of("Doubled", (IObservable&lt;int&gt; source) => source.Doubled(), 1, 2, 3).Check();
/// </code>
/// </remarks>
public sealed class OperatorContract
{
    private const int LeastSamples = 3;

    private static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(5);

    private readonly ContractRule _threads;
    private readonly TimeSpan _limit;

    private readonly Func<TimeSpan, ContractRule> _realTime;

    private OperatorContract(string name, IReadOnlyList<ContractRule> rules, ContractRule threads, TimeSpan limit, Func<TimeSpan, ContractRule> realTime)
    {
        Name = name;
        Rules = rules;
        _threads = threads;
        _limit = limit;
        _realTime = realTime;
    }

    /// <summary>The name of the operator.</summary>
    public string Name { get; }

    /// <summary>The individual rules, for frameworks that show one test for each rule.</summary>
    public IReadOnlyList<ContractRule> Rules { get; }

    /// <summary>Creates the contract of an operator on one source.</summary>
    /// <typeparam name="TSource">The source's items.</typeparam>
    /// <typeparam name="TResult">The operator's items.</typeparam>
    /// <param name="name">The operator's name, for messages.</param>
    /// <param name="build">Applies the operator. The scheduler passed to it is virtual.</param>
    /// <param name="samples">At least three items that make the operator emit items.</param>
    /// <exception cref="ArgumentException">There are fewer than three samples.</exception>
    [OverloadResolutionPriority(1)]
    public static OperatorContract Of<TSource, TResult>(
        string name, Func<IObservable<TSource>, IScheduler, IObservable<TResult>> build, params TSource[] samples) =>
        Of(name, build, samples, OperatorTraits.None);

    /// <summary>Creates the contract of an operator on one source that uses no scheduler.</summary>
    /// <typeparam name="TSource">The source's items.</typeparam>
    /// <typeparam name="TResult">The operator's items.</typeparam>
    /// <param name="name">The operator's name, for messages.</param>
    /// <param name="build">Applies the operator.</param>
    /// <param name="samples">At least three items for which the operator emits something.</param>
    /// <exception cref="ArgumentException">There are fewer than three samples.</exception>
    public static OperatorContract Of<TSource, TResult>(string name, Func<IObservable<TSource>, IObservable<TResult>> build, params TSource[] samples)
    {
        ArgumentNullException.ThrowIfNull(build);
        return Of<TSource, TResult>(name, (source, _) => build(source), samples, OperatorTraits.None, takesScheduler: false);
    }

    /// <summary>Creates the contract of an operator on one source that differs from others by design.</summary>
    /// <typeparam name="TSource">The source's items.</typeparam>
    /// <typeparam name="TResult">The operator's items.</typeparam>
    /// <param name="name">The operator's name, for messages.</param>
    /// <param name="build">Applies the operator. The scheduler passed to it is virtual.</param>
    /// <param name="samples">At least three items that make the operator emit items.</param>
    /// <param name="traits">The differences of the operator by design.</param>
    /// <exception cref="ArgumentException">There are fewer than three samples.</exception>
    public static OperatorContract Of<TSource, TResult>(
        string name, Func<IObservable<TSource>, IScheduler, IObservable<TResult>> build, IReadOnlyList<TSource> samples, OperatorTraits traits)
    {
        ArgumentNullException.ThrowIfNull(build);
        return Of(name, build, samples, traits, takesScheduler: true);
    }

    /// <summary>Creates the contract of an operator on two sources.</summary>
    /// <typeparam name="TFirst">The first source's items.</typeparam>
    /// <typeparam name="TSecond">The second source's items.</typeparam>
    /// <typeparam name="TResult">The operator's items.</typeparam>
    /// <param name="name">The operator's name, for messages.</param>
    /// <param name="build">Applies the operator. The scheduler passed to it is virtual.</param>
    /// <param name="firstSamples">At least three items of the first source.</param>
    /// <param name="secondSamples">At least three items of the second source.</param>
    /// <param name="traits">The differences of the operator by design.</param>
    /// <exception cref="ArgumentException">A source has fewer than three samples.</exception>
    public static OperatorContract Of<TFirst, TSecond, TResult>(
        string name,
        Func<IObservable<TFirst>, IObservable<TSecond>, IScheduler, IObservable<TResult>> build,
        IReadOnlyList<TFirst> firstSamples,
        IReadOnlyList<TSecond> secondSamples,
        OperatorTraits traits = OperatorTraits.None)
    {
        ArgumentNullException.ThrowIfNull(build);
        var (firstItems, secondItems) = (SourceSamples<TFirst>.Of(firstSamples, LeastSamples), SourceSamples<TSecond>.Of(secondSamples, LeastSamples));
        return Create(name, Math.Max(firstItems.Count, secondItems.Count), new OperatorUnderTest<TResult>(
            (setup, scheduler) =>
            {
                var first = new ManualSource<TFirst>(firstItems, 0, setup);
                var second = new ManualSource<TSecond>(secondItems, 1, setup);
                return (build(first, second, scheduler), [first, second]);
            },
            traits));
    }

    /// <summary>Adds a rule for an operator that calls a function of its user.</summary>
    /// <typeparam name="TSource">The source's items.</typeparam>
    /// <typeparam name="TResult">The operator's items.</typeparam>
    /// <param name="build">Applies the operator with a function that throws the exception.</param>
    /// <param name="samples">Items for which the operator calls the function.</param>
    /// <exception cref="ArgumentException">There is no sample.</exception>
    public OperatorContract WithThrowingFunction<TSource, TResult>(
        Func<IObservable<TSource>, IScheduler, Exception, IObservable<TResult>> build, params TSource[] samples)
    {
        ArgumentNullException.ThrowIfNull(build);
        var items = SourceSamples<TSource>.Of(samples, 1);
        var (name, check) = ContractRules<TResult>.FunctionThrows(
            error => new OperatorUnderTest<TResult>((setup, scheduler) =>
            {
                var source = new ManualSource<TSource>(items, 0, setup);
                return (build(source, scheduler, error), [source]);
            }),
            _threads);
        return With(new ContractRule(Name, name, check, static _ => { }, _limit));
    }

    /// <summary>
    /// Adds a rule that detects an operator that reads a clock of the system, such as <see cref="DateTime.UtcNow"/>, instead of its scheduler's. It pauses in real
    /// time after each sample, so it costs that time.
    /// </summary>
    /// <param name="pause">The duration of each pause: longer than the longest duration of the operator, for which the contract uses a short one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The pause is zero or negative.</exception>
    public OperatorContract WithRealPauses(TimeSpan pause)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(pause, TimeSpan.Zero);
        return With(_realTime(pause).WithLimit(_limit));
    }

    /// <summary>Sets the time limit of each rule. The default is 5 seconds.</summary>
    /// <param name="limit">The time limit in real time. An operator that blocks fails the rule after this time.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is zero or negative.</exception>
    public OperatorContract WithTimeLimit(TimeSpan limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero);
        return new OperatorContract(Name, [.. Rules.Select(rule => rule.WithLimit(limit))], _threads, limit, _realTime);
    }

    /// <summary>Checks every rule and reports all broken rules.</summary>
    /// <exception cref="MarbleException">A rule is broken.</exception>
    public void Check()
    {
        var faults = Rules.Select(static rule => rule.Find()).OfType<MarbleException>().ToList();
        if (faults.Count > 0)
            throw new MarbleException(string.Join("\n\n", faults.Select(static fault => fault.Message)));
    }

    /// <summary>Returns the operator's name.</summary>
    public override string ToString() => Name;

    // The last rule compares a run after those of all other rules.
    private OperatorContract With(ContractRule rule) => new(Name, [.. Rules.SkipLast(1), rule, Rules[^1]], _threads, _limit, _realTime);

    private static OperatorContract Of<TSource, TResult>(
        string name, Func<IObservable<TSource>, IScheduler, IObservable<TResult>> build, IReadOnlyList<TSource> samples, OperatorTraits traits, bool takesScheduler)
    {
        var items = SourceSamples<TSource>.Of(samples, LeastSamples);
        return Create(name, items.Count, new OperatorUnderTest<TResult>(
            (setup, scheduler) =>
            {
                var source = new ManualSource<TSource>(items, 0, setup);
                return (build(source, scheduler), [source]);
            },
            traits,
            takesScheduler));
    }

    private static OperatorContract Create<TResult>(string name, int samples, OperatorUnderTest<TResult> op)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var first = new FirstRun<TResult>(op);
        var rules = ContractRules<TResult>.For(op, first).Select(rule => new ContractRule(name, rule.Name, rule.Check, first.Record, DefaultLimit)).ToArray();
        return new OperatorContract(name, rules, rules.Single(static rule => rule.Name == ContractRules<TResult>.Threads), DefaultLimit, RealTime);

        ContractRule RealTime(TimeSpan pause)
        {
            var (ruleName, check) = ContractRules<TResult>.IsIndependentOfRealTime(pause, op, first);
            return new ContractRule(name, ruleName, check, first.Record, DefaultLimit, pause * samples);
        }
    }
}
