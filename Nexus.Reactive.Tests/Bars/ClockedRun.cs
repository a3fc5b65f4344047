using System.Reactive.Subjects;
using Nexus.Reactive.Tests.Interleaving.Scenarios;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>Windows over all messages of a feed whose clock is moved by the test, so that the test determines the positions of jumps and restarts.</summary>
internal sealed class ClockedRun : IDisposable
{
    private readonly Subject<NexusMessage> _messages = new();
    private readonly EventTimeScheduler _clock = new(new NoTurns(), static error => throw new InvalidOperationException("A timer threw.", error));
    private readonly Windowing _windowing;
    private GapEnd _gapEnd = new();

    public ClockedRun(Windowing windowing, bool isLate = false)
    {
        _windowing = windowing;
        if (!isLate)
            Subscribe();
    }

    /// <summary>The bars so far; see <see cref="Sketch"/>.</summary>
    public List<string> Bars { get; } = [];

    public void Dispose() => _messages.Dispose();

    public void Subscribe() =>
        _windowing.Bars(new WindowSource(_messages, _clock, () => _gapEnd)).Subscribe(bar => Bars.Add(Sketch(bar)));

    public void Start(double second) => Move(_clock.Start, second);

    public void Advance(double second) => Move(_clock.AdvanceTo, second);

    public void Jump(double second) => Move(_clock.JumpTo, second);

    public void Restart(double second) => Move(_clock.RestartAt, second);

    public void Deliver(params NexusMessage[] messages)
    {
        foreach (var message in messages)
        {
            if (message is FeedResumed && _gapEnd.Time is not null)
                _gapEnd = new GapEnd();
            _messages.OnNext(message);
        }
    }

    public void Complete() => _messages.OnCompleted();

    // As a feed does with each timestamp that its clock follows.
    private void Move(Action<long> move, double second)
    {
        move(At(second).UtcTicks);
        _gapEnd.Time ??= _clock.NowTicks;
    }
}
