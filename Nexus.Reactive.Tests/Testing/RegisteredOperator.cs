using System.Linq.Expressions;
using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Reflection;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>An operator's line in <see cref="OperatorRegistry"/>: its contract, and the method that the line calls.</summary>
public sealed record RegisteredOperator(OperatorContract Contract, MethodInfo Method, object?[] Arguments)
{
    /// <summary>
    /// Builds the operator with a source that throws from its Subscribe, before or after it pushes its samples; one function for each source. Empty for operators
    /// on a feed, whose Subscribe does not throw.
    /// </summary>
    internal IReadOnlyList<Func<IScheduler, bool, OverThrowingSource>> OverThrowingSources { get; init; } = [];

    /// <summary>Returns the bytes that the operator allocates for each input.</summary>
    public required Func<double> Measure { get; init; }

    /// <summary>Builds the operator on the streams and the clock of a feed.</summary>
    public required Func<NexusFeed, IObservable<object?>> OnFeed { get; init; }

    /// <summary>The number of bytes that the operator may allocate for each input; null if it has no budget.</summary>
    public int? MaxBytes { get; init; }

    public static RegisteredOperator Of<TSource, TResult>(
        Expression<Func<IObservable<TSource>, IScheduler, IObservable<TResult>>> build, TSource[] samples, OperatorTraits traits = OperatorTraits.None)
    {
        var (name, method, arguments) = Read(build, Observable.Never<TSource>(), Scheduler.Immediate);
        var apply = build.Compile();
        return new RegisteredOperator(OperatorContract.Of(name, apply, samples, traits), method, arguments)
        {
            OverThrowingSources = [OverThrowing(samples, apply)],
            Measure = () => Budget.Measure(samples, apply),
            OnFeed = feed => Boxed(apply(FeedStreams.Get<TSource>(feed), feed.Clock)),
        };
    }

    public static RegisteredOperator Of<TSource, TResult>(
        Expression<Func<IObservable<TSource>, IObservable<TResult>>> build, TSource[] samples, OperatorTraits traits = OperatorTraits.None)
    {
        var (name, method, arguments) = Read(build, Observable.Never<TSource>());
        var apply = build.Compile();
        return new RegisteredOperator(OperatorContract.Of(name, (IObservable<TSource> source, IScheduler _) => apply(source), samples, traits), method, arguments)
        {
            OverThrowingSources = [OverThrowing<TSource, TResult>(samples, (source, _) => apply(source))],
            Measure = () => Budget.Measure<TSource, TResult>(samples, (source, _) => apply(source)),
            OnFeed = feed => Boxed(apply(FeedStreams.Get<TSource>(feed))),
        };
    }

    public static RegisteredOperator Of<TFirst, TSecond, TResult>(
        Expression<Func<IObservable<TFirst>, IObservable<TSecond>, IObservable<TResult>>> build, TFirst[] firstSamples, TSecond[] secondSamples)
    {
        var (name, method, arguments) = Read(build, Observable.Never<TFirst>(), Observable.Never<TSecond>());
        var apply = build.Compile();
        return new RegisteredOperator(
            OperatorContract.Of(name, (IObservable<TFirst> first, IObservable<TSecond> second, IScheduler _) => apply(first, second), firstSamples, secondSamples),
            method,
            arguments)
        {
            OverThrowingSources =
            [
                (_, isFirst) => Beside<TSecond, TResult>(second => apply(Throwing(firstSamples, isFirst), second)),
                (_, isFirst) => Beside<TFirst, TResult>(first => apply(first, Throwing(secondSamples, isFirst))),
            ],
            Measure = () => Budget.Measure<TFirst, TSecond, TResult>(firstSamples, secondSamples, (first, second, _) => apply(first, second)),
            OnFeed = feed => Boxed(apply(FeedStreams.Get<TFirst>(feed), FeedStreams.Get<TSecond>(feed))),
        };
    }

    public static RegisteredOperator Of<TFirst, TSecond, TResult>(
        Expression<Func<IObservable<TFirst>, IObservable<TSecond>, IScheduler, IObservable<TResult>>> build, TFirst[] firstSamples, TSecond[] secondSamples)
    {
        var (name, method, arguments) = Read(build, Observable.Never<TFirst>(), Observable.Never<TSecond>(), Scheduler.Immediate);
        var apply = build.Compile();
        return new RegisteredOperator(OperatorContract.Of(name, apply, firstSamples, secondSamples), method, arguments)
        {
            OverThrowingSources =
            [
                (scheduler, isFirst) => Beside<TSecond, TResult>(second => apply(Throwing(firstSamples, isFirst), second, scheduler)),
                (scheduler, isFirst) => Beside<TFirst, TResult>(first => apply(first, Throwing(secondSamples, isFirst), scheduler)),
            ],
            Measure = () => Budget.Measure(firstSamples, secondSamples, apply),
            OnFeed = feed => Boxed(apply(FeedStreams.Get<TFirst>(feed), FeedStreams.Get<TSecond>(feed), feed.Clock)),
        };
    }

    /// <summary>An operator on a feed, as one on the feed's messages: each subscription has a feed of its own.</summary>
    public static RegisteredOperator OfFeed<TResult>(Expression<Func<NexusFeed, IObservable<TResult>>> build, NexusMessage[] samples)
    {
        var (name, method, arguments) = Read(build, new NexusFeed(Observable.Never<NexusMessage>()));
        var apply = build.Compile();
        return new RegisteredOperator(
            OperatorContract.Of(name, (IObservable<NexusMessage> messages, IScheduler _) => OverFeed(messages, apply), samples, OperatorTraits.Isolates),
            method,
            arguments)
        {
            Measure = () => Budget.Measure<NexusMessage, TResult>(samples, (messages, _) => OverFeed(messages, apply)),
            OnFeed = feed => Boxed(apply(feed)),
        };
    }

    /// <summary>The same with the rule for operators that call a function of the user's.</summary>
    public RegisteredOperator WhenItsFunctionThrows<TSource, TResult>(Func<IObservable<TSource>, IScheduler, Exception, IObservable<TResult>> build, TSource[] samples) =>
        this with { Contract = Contract.WithThrowingFunction(build, samples) };

    /// <summary>The same with a budget: the number of bytes that it may allocate for each input. See <see cref="Budget"/>.</summary>
    public RegisteredOperator Costs(int maxBytes) => this with { MaxBytes = maxBytes };

    public override string ToString() => Contract.Name;

    private static IObservable<object?> Boxed<T>(IObservable<T> source) => source.Select(static item => (object?)item);

    private static ThrowingSource<T> Throwing<T>(T[] samples, bool isFirst) => new(isFirst ? [] : samples);

    private static Func<IScheduler, bool, OverThrowingSource> OverThrowing<TSource, TResult>(TSource[] samples, Func<IObservable<TSource>, IScheduler, IObservable<TResult>> apply) =>
        (scheduler, isFirst) => new OverThrowingSource(apply(Throwing(samples, isFirst), scheduler).Select(static _ => Unit.Default), static () => false);

    private static OverThrowingSource Beside<TOther, TResult>(Func<IObservable<TOther>, IObservable<TResult>> apply)
    {
        var other = new Subject<TOther>();
        return new OverThrowingSource(apply(other).Select(static _ => Unit.Default), () => other.HasObservers);
    }

    private static IObservable<TResult> OverFeed<TResult>(IObservable<NexusMessage> messages, Func<NexusFeed, IObservable<TResult>> build) =>
        Observable.Using(
            () => new FeedInUse(messages),
            inUse => Observable.Create<TResult>(observer =>
            {
                var subscription = build(inUse.Feed).Subscribe(observer);
                inUse.Connect();
                return subscription;
            }));

    private static (string Name, MethodInfo Method, object?[] Arguments) Read(LambdaExpression build, params object[] parameters)
    {
        var finder = new CallFinder();
        finder.Visit(build);
        var call = finder.Call ?? throw new ArgumentException($"{build} calls no operator of NexusObservable.");
        var arguments = call.Arguments.Select(argument => Expression.Lambda(argument, build.Parameters).Compile().DynamicInvoke(parameters)).ToArray();
        var types = string.Join(", ", call.Method.GetParameters().Select(static parameter => Name(parameter.ParameterType)));
        return ($"{call.Method.Name}({types})", call.Method, arguments);
    }

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;

    private sealed class CallFinder : ExpressionVisitor
    {
        public MethodCallExpression? Call { get; private set; }

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            if (node.Method.DeclaringType == typeof(NexusObservable))
                Call ??= node;
            return base.VisitMethodCall(node);
        }
    }

    private sealed class FeedInUse(IObservable<NexusMessage> messages) : IDisposable
    {
        private IDisposable? _connection;
        private bool _isDisposed;

        public NexusFeed Feed { get; } = new(messages, new NexusFeedOptions { UnobservedFault = static _ => { } });

        public void Connect()
        {
            if (!_isDisposed)
                _connection = Feed.Connect();
            if (_isDisposed)
                Dispose();
        }

        public void Dispose()
        {
            _isDisposed = true;
            _connection?.Dispose();
        }
    }
}
