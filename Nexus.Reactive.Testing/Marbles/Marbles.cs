using System.Reactive.Concurrency;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nexus.Reactive.Testing;

/// <summary>
/// A marble test. Sources and expectations are diagrams, and <see cref="Run"/> advances a virtual clock through them.
/// It works with any test framework; a failure is a <see cref="MarbleException"/>.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term><c>-</c></term><description>one frame, 1 ms by default</description></item>
/// <item><term>space</term><description>ignored, for alignment</description></item>
/// <item><term><c>a</c></term><description>a value, one frame</description></item>
/// <item><term><c>|</c> <c>#</c></term><description>completion, error</description></item>
/// <item><term><c>(ab|)</c></term><description>a group: all notifications occur at the frame of <c>(</c>; the group takes as many frames as it has characters</description></item>
/// <item><term><c>250ms</c> <c>1.5s</c> <c>2m</c></term><description>a duration, delimited by spaces or by the ends of the diagram</description></item>
/// <item><term><c>^</c></term><description>in a hot diagram, the start: marbles to its left are earlier; in a subscription diagram, subscribe</description></item>
/// <item><term><c>!</c></term><description>in a subscription diagram, unsubscribe</description></item>
/// <item><term>new line</term><description>returns to the start, for groups that do not fit before the next marble</description></item>
/// </list>
/// Within a frame, unsubscriptions come first, then subscriptions, then hot items, each in the order in which the test declares them, then scheduled work.
/// Work scheduled for now runs one tick (100 ns) later, so work that passes from scheduler to scheduler stays within its frame.
/// <code>
/// using var m = new Marbles();
/// var numbers = m.Hot("-1-2-3-|", ('1', 1), ('2', 2), ('3', 3));
/// m.Expect(numbers.Where(n => n != 2)).ToBe("-1---3-|", ('1', 1), ('3', 3));
/// m.Run();
/// </code>
/// </remarks>
public sealed partial class Marbles : IDisposable
{
    /// <summary>The default start time: 2024-01-01T00:00:00Z.</summary>
    public static readonly DateTimeOffset DefaultStart = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Enough for any realistic test, and reached quickly.
    private const int MostStepsAfterTheEnd = 100_000;
    private const int MostHops = 1_000_000;

    private readonly MarbleScheduler _scheduler;
    private readonly List<Step> _steps = [];
    private readonly List<IExpectation> _expectations = [];
    private readonly List<string> _faults = [];
    private readonly List<Exception> _causes = [];
    private bool _hasRun;

    /// <summary>Creates a test with its own clock.</summary>
    /// <param name="frame">The length of one frame. The default is 1 ms.</param>
    /// <param name="start">The time of frame 0. The default is <see cref="DefaultStart"/>.</param>
    public Marbles(TimeSpan? frame = null, DateTimeOffset? start = null)
    {
        Frame = MarbleDiagram.Checked(frame);
        Start = start ?? DefaultStart;
        _scheduler = new MarbleScheduler(Start);
    }

    private enum Phase
    {
        Unsubscribe,
        Subscribe,
        Item,
    }

    /// <summary>The test's clock, for every operator that takes a scheduler.</summary>
    public IScheduler Scheduler => _scheduler;

    /// <summary>Whether anything was scheduled on <see cref="Scheduler"/>, or read its time.</summary>
    internal bool IsSchedulerUsed => _scheduler.IsUsed;

    /// <summary>Returns whether a source emitted an item at a time.</summary>
    internal bool HasSourceItem(TimeSpan time) => _scheduler.SourceItems.Contains(time.Ticks);

    /// <summary>The length of one frame.</summary>
    public TimeSpan Frame { get; }

    /// <summary>The time of frame 0.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>The error that <c>#</c> represents if the test provides none.</summary>
    public Exception Error { get; } = new MarbleException("The error of a diagram.");

    /// <summary>Creates a test whose frame is one tick, so that each transfer to a scheduler is visible. Use it for tests of operators.</summary>
    public static Marbles ExactTicks() => new(TimeSpan.FromTicks(1));

    /// <summary>Returns the start time of a frame.</summary>
    /// <param name="frame">The frame's number.</param>
    public DateTimeOffset GetTime(long frame) => Start + Frame * frame;

    /// <summary>
    /// Creates a scheduler that runs nothing between <c>^</c> and <c>!</c>, like a busy UI thread. Work that is due in this period runs at its end.
    /// </summary>
    /// <param name="diagram">The busy period, such as <c>--^---!</c>.</param>
    public IScheduler Busy(string diagram)
    {
        var (from, until) = MarbleSubscription.Parse(diagram, Frame);
        return new BusyScheduler(_scheduler, GetTime(from), until is { } end ? GetTime(end) : throw new MarbleException($"A busy period must end: '!' is missing.\n  {diagram}"));
    }

    /// <summary>Records the notifications of an observable.</summary>
    /// <typeparam name="T">The observable's items.</typeparam>
    /// <param name="observable">The observable.</param>
    /// <param name="subscription">When to subscribe and unsubscribe, such as <c>--^---!</c>. Without <c>^</c> it starts at frame 0; without <c>!</c> it lasts to the end.</param>
    public MarbleRecording<T> Record<T>(IObservable<T> observable, string? subscription = null)
    {
        ArgumentNullException.ThrowIfNull(observable);
        var (subscribed, unsubscribed) = (subscription is null ? null : MarbleSubscription.TryParse(subscription, Frame)) ?? new MarbleSubscription(0, null);
        var recording = new MarbleRecording<T>(_scheduler, Frame);
        Plan(subscribed, Phase.Subscribe, () => recording.Subscribe(observable), static () => "subscribing to the observable under test");
        if (unsubscribed is { } end)
            Plan(end, Phase.Unsubscribe, recording.Unsubscribe, static () => "unsubscribing from the observable under test");
        return recording;
    }

    /// <summary>Creates an expectation for an observable. Call <c>ToBe</c> on the result.</summary>
    /// <typeparam name="T">The observable's items.</typeparam>
    /// <param name="observable">The observable.</param>
    /// <param name="subscription">When to subscribe and unsubscribe, such as <c>--^---!</c>. Without <c>^</c> it starts at frame 0; without <c>!</c> it lasts to the end.</param>
    /// <param name="expression">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    public MarbleExpectation<T> Expect<T>(
        IObservable<T> observable,
        string? subscription = null,
        [CallerArgumentExpression(nameof(observable))] string expression = "",
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        var site = new CallSite($"Expect({OneLine(expression)})", member, file, line);
        return Add(new MarbleExpectation<T>(this, site, Record(observable, subscription)));
    }

    /// <summary>Creates an expectation for the subscriptions of a source. Call <c>ToBe</c> on the result.</summary>
    /// <typeparam name="T">The source's items.</typeparam>
    /// <param name="source">A source of this test.</param>
    /// <param name="expression">Supplied by the compiler.</param>
    /// <param name="member">Supplied by the compiler.</param>
    /// <param name="file">Supplied by the compiler.</param>
    /// <param name="line">Supplied by the compiler.</param>
    public SubscriptionExpectation ExpectSubscriptions<T>(
        MarbleSource<T> source,
        [CallerArgumentExpression(nameof(source))] string expression = "",
        [CallerMemberName] string member = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(source);
        ThrowIfRun();
        var site = new CallSite($"ExpectSubscriptions({OneLine(expression)})", member, file, line);
        return Add(new SubscriptionExpectation(this, site, () => source.Subscriptions));
    }

    /// <summary>Advances the clock until all diagrams have ended and no work is scheduled, then checks the expectations.</summary>
    /// <param name="until">The time at which the clock stops. By default, the clock stops when no work is left.</param>
    /// <exception cref="MarbleException">An expectation was not met, the code under test threw, or its timers never end.</exception>
    public void Run(TimeSpan? until = null)
    {
        ThrowIfRun();
        _hasRun = true;
        Play(until?.Ticks ?? long.MaxValue);

        if (_faults.Count == 0)
            _faults.AddRange(_expectations.Select(static expectation => expectation.Failure()).OfType<string>());
        if (_faults.Count > 0)
            throw new MarbleException(string.Join("\n\n", _faults), _causes.FirstOrDefault());
    }

    /// <summary>Fails if <see cref="Run"/> was not called, unless another exception is already propagating.</summary>
    /// <exception cref="MarbleException">The test never ran.</exception>
    public void Dispose()
    {
        if (_hasRun)
            return;
        _hasRun = true;
        // The test's own exception is more informative than the missing call of Run.
        if (Marshal.GetExceptionPointers() == 0)
            throw new MarbleException("The test did not call Run().");
    }

    internal void ThrowIfRun()
    {
        if (_hasRun)
            throw new InvalidOperationException("Run() was already called; create a new instance.");
    }

    private static string OneLine(string expression) =>
        string.Join(' ', expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace(" .", ".", StringComparison.Ordinal);

    private TExpectation Add<TExpectation>(TExpectation expectation)
        where TExpectation : IExpectation
    {
        _expectations.Add(expectation);
        return expectation;
    }

    private long FrameNow() => _scheduler.Clock / Frame.Ticks;

    private void Plan(long frame, Phase phase, Action action, Func<string> name, bool isValue = false)
    {
        ThrowIfRun();
        if (phase == Phase.Item && isValue)
            _scheduler.SourceItems.Add(frame * Frame.Ticks);
        _steps.Add(new Step(frame * Frame.Ticks, phase, action, name));
    }

    private void Play(long limit)
    {
        foreach (var step in _steps.OrderBy(static step => step.Ticks).ThenBy(static step => step.Phase))
        {
            if (step.Ticks > limit || !TryRunScheduled(step.Ticks - 1, int.MaxValue))
                break;
            _scheduler.MoveTo(step.Ticks);
            if (!Try(step.Action, step.Name))
                return;
        }

        if (_faults.Count == 0 && TryRunScheduled(limit, MostStepsAfterTheEnd) && limit < long.MaxValue)
            _scheduler.MoveTo(limit);
    }

    // Work is named by its time, because the scheduler does not know its owner.
    private bool TryRunScheduled(long limit, int most)
    {
        var hops = 0;
        for (var count = 0; count < most; count++)
        {
            var goesOn = false;
            var before = _scheduler.Clock;
            if (!Try(() => goesOn = _scheduler.TryStep(limit), static () => "work on the scheduler"))
                return false;
            if (!goesOn)
                return true;
            hops = _scheduler.Clock - before > 1 ? 0 : hops + 1;
            if (hops == MostHops)
            {
                _faults.Add(FormattableString.Invariant($"Work that is due now schedules itself again endlessly at frame {FrameNow()}: {MostHops:N0} times, a tick apart."));
                return false;
            }
        }

        _faults.Add(FormattableString.Invariant(
            $"Timers are still active at frame {FrameNow()}, {most:N0} steps after the last marble. End their source with '|', unsubscribe with '!' or give Run a time to stop at."));
        return false;
    }

    private bool Try(Action action, Func<string> name)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception error)
        {
            Fault(error, name());
            return false;
        }
    }

    private void Fault(Exception error, string where)
    {
        _causes.Add(error);
        _faults.Add(FormattableString.Invariant($"{MarbleText.Of(error)}\n   thrown at frame {FrameNow()}, {MarbleText.Of(_scheduler.Now)}, as a result of {where}:\n{error}"));
    }

    private sealed record Step(long Ticks, Phase Phase, Action Action, Func<string> Name);
}
