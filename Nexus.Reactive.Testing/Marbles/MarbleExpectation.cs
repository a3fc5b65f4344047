using System.Reactive;

namespace Nexus.Reactive.Testing;

/// <summary>An observable under test. Call one of the <c>ToBe</c> methods to specify the notifications that it must emit.</summary>
/// <typeparam name="T">The observable's items.</typeparam>
public sealed class MarbleExpectation<T> : IExpectation
{
    private const string NoScheduler = """

           Nothing used the test's scheduler. If an operator works with time or threads (Delay, Throttle, Timer, ObserveOn, …), pass it m.Scheduler:
           on another scheduler its items come in real time, after the test.

        """;

    private const string OtherThread = """

           Items came on another thread, in real time. If an operator works with time or threads (Delay, Throttle, Timer, ObserveOn, …), pass it m.Scheduler.

        """;

    private readonly Marbles _marbles;
    private readonly CallSite _site;
    private readonly MarbleRecording<T> _actual;
    private MarbleEquality<T> _equality = MarbleEquality<T>.Default;
    private Func<Expected>? _expected;

    internal MarbleExpectation(Marbles marbles, CallSite site, MarbleRecording<T> actual)
    {
        _marbles = marbles;
        _site = site;
        _actual = actual;
    }

    /// <summary>Sets a comparer for values. By default, values are compared by value, and sequences item by item.</summary>
    /// <param name="comparer">The comparer.</param>
    public MarbleExpectation<T> Using(IEqualityComparer<T> comparer)
    {
        ArgumentNullException.ThrowIfNull(comparer);
        _equality = new MarbleEquality<T>(comparer);
        return this;
    }

    /// <summary>Specifies the notifications that the observable must emit. <c>#</c> is the error of <see cref="Marbles.Error"/>.</summary>
    /// <param name="diagram">The diagram.</param>
    /// <param name="values">The values of its letters. If the items are characters, a letter without a value represents itself.</param>
    public void ToBe(string diagram, params (char Marble, T Value)[] values) => ToBe(diagram, _marbles.Error, values);

    /// <summary>Specifies the notifications that the observable must emit, including an error.</summary>
    /// <param name="diagram">The diagram.</param>
    /// <param name="error">The error that <c>#</c> represents: this instance, or one of the same type and message.</param>
    /// <param name="values">The values of its letters. If the items are characters, a letter without a value represents itself.</param>
    public void ToBe(string diagram, Exception error, params (char Marble, T Value)[] values) => ToBe(diagram, new MarbleValues<T>(values, error));

    /// <summary>Specifies the notifications that the observable must emit. <c>#</c> is the error of <see cref="Marbles.Error"/>.</summary>
    /// <param name="diagram">The diagram.</param>
    /// <param name="values">The values of its letters. If the items are characters, a letter without a value represents itself.</param>
    public void ToBe(string diagram, IReadOnlyDictionary<char, T> values) => ToBe(diagram, values, _marbles.Error);

    /// <summary>Specifies the notifications that the observable must emit, including an error.</summary>
    /// <param name="diagram">The diagram.</param>
    /// <param name="values">The values of its letters. If the items are characters, a letter without a value represents itself.</param>
    /// <param name="error">The error that <c>#</c> represents: this instance, or one of the same type and message.</param>
    public void ToBe(string diagram, IReadOnlyDictionary<char, T> values, Exception error) => ToBe(diagram, new MarbleValues<T>(values, error));

    /// <summary>Specifies that another observable must emit the same notifications at the same frames.</summary>
    /// <param name="other">The other observable.</param>
    /// <param name="subscription">The subscription diagram, as for <see cref="Marbles.Expect"/>.</param>
    public void ToEqual(IObservable<T> other, string? subscription = null)
    {
        var recording = _marbles.Record(other, subscription);
        Settle(() => new Expected([.. recording.Events], null, []));
    }

    private void ToBe(string diagram, MarbleValues<T> values)
    {
        var (events, marbles, _) = values.Read(diagram, DiagramKind.Values, _marbles.Frame);
        Settle(() => new Expected(events, marbles, values.Known));
    }

    private void Settle(Func<Expected> expected)
    {
        _marbles.ThrowIfRun();
        if (_expected is not null)
            throw new MarbleException($"{_site.Call} has two expectations.\n{_site}");
        _expected = expected;
    }

    string? IExpectation.Failure()
    {
        if (_expected is null)
            return $"{_site.Call} has no expectation: call ToBe.\n{_site}";

        var expected = _expected();
        var actual = _actual.Events;
        var same = 0;
        while (same < expected.Events.Length && same < actual.Count && AreEqual(expected.Events[same], actual[same]))
            same++;
        return same == expected.Events.Length && same == actual.Count ? null : Describe(expected, actual, same);
    }

    private bool AreEqual(MarbleEvent<T> expected, MarbleEvent<T> actual) =>
        expected.Frame == actual.Frame && _equality.Equals(expected.Notification, actual.Notification);

    private string Describe(Expected expected, IReadOnlyList<MarbleEvent<T>> actual, int same)
    {
        var legend = new MarbleLegend<T>(expected.Known, _equality);
        foreach (var (item, marble) in expected.Events.Zip(expected.Marbles ?? []))
        {
            if (item.Notification.Kind == NotificationKind.OnNext)
                legend.Use(marble.Character, item.Notification.Value);
        }

        var first = Math.Min(FrameAt(expected.Events, same), FrameAt(actual, same));
        var rows = new[] { expected.Marbles ?? legend.Name(expected.Events), legend.Name(actual) };
        var text = MarbleFailure.Describe(
            $"{_site.Call} differs from its diagram at frame {first}, {MarbleText.Of(_marbles.GetTime(first))}.",
            _site, rows, _marbles.Frame, first, legend.Describe("   (a value not in the diagram)"), Table(expected.Events, actual, rows));
        if (_actual.HasForeignEvents)
            return text + OtherThread;
        return MayNeedScheduler(expected.Events, actual) ? text + NoScheduler : text;
    }

    // An operator on another scheduler leaves items or the end out. It changes no item that comes at the time of an item of a source.
    private bool MayNeedScheduler(MarbleEvent<T>[] expected, IReadOnlyList<MarbleEvent<T>> actual)
    {
        if (actual.Count >= expected.Length || _marbles.IsSchedulerUsed || actual is [.., { Notification.Kind: NotificationKind.OnError }])
            return false;
        var items = actual.Where(static item => item.Notification.HasValue).ToList();
        var isEndMissing = IsEnded(expected) && !IsEnded(actual);
        return items.Count == 0 || isEndMissing || items.Exists(item => !_marbles.HasSourceItem(item.Time));
    }

    private static bool IsEnded(IReadOnlyList<MarbleEvent<T>> events) => events is [.., { Notification.HasValue: false }];

    private static long FrameAt(IReadOnlyList<MarbleEvent<T>> events, int index) => index < events.Count ? events[index].Frame : long.MaxValue;

    private IEnumerable<(long Frame, string Expected, string Actual)> Table(
        MarbleEvent<T>[] expected, IReadOnlyList<MarbleEvent<T>> actual, Marble[][] rows)
    {
        var expectedByFrame = expected.Zip(rows[0]).ToLookup(static pair => pair.First.Frame);
        var actualByFrame = actual.Zip(rows[1]).ToLookup(static pair => pair.First.Frame);
        foreach (var frame in expected.Concat(actual).Select(static item => item.Frame).Distinct().Order())
        {
            var (left, right) = (expectedByFrame[frame].ToArray(), actualByFrame[frame].ToArray());
            if (left.Length != right.Length || left.Zip(right).Any(pair => !_equality.Equals(pair.First.First.Notification, pair.Second.First.Notification)))
                yield return (frame, Cell(left), Cell(right));
        }
    }

    private static string Cell((MarbleEvent<T> Event, Marble Marble)[] events) =>
        events.Length == 0 ? "nothing" : string.Join(", ", events.Select(static pair => pair.Event.Notification.Kind switch
        {
            NotificationKind.OnCompleted => "| completion",
            NotificationKind.OnError => $"# {MarbleText.Of(pair.Event.Notification.Exception!)}",
            _ => $"{pair.Marble.Character} {MarbleText.Of(pair.Event.Notification.Value)}",
        }));

    private sealed record Expected(MarbleEvent<T>[] Events, Marble[]? Marbles, IEnumerable<KeyValuePair<char, T>> Known);
}
