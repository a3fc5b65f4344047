using System.Reactive.Subjects;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.Bars;

/// <summary>Windows over all messages of a feed whose clock the test moves, so that jumps and restarts occur where the test puts them.</summary>
internal sealed class ClockedRun : IDisposable
{
    private readonly Subject<NexusMessage> _messages = new();
    private readonly EventTimeScheduler _clock = new(static () => { }, static error => throw new InvalidOperationException("A timer threw.", error));
    private readonly Windowing _windowing;

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
        _windowing.Bars(new WindowSource(_messages, _clock, HasAllMessages: true, IsInTurn: true)).Subscribe(bar => Bars.Add(Sketch(bar)));

    public void Start(double second) => _clock.Start(At(second).UtcTicks);

    public void Advance(double second) => _clock.AdvanceTo(At(second).UtcTicks);

    public void Jump(double second) => _clock.JumpTo(At(second).UtcTicks);

    public void Restart(double second) => _clock.RestartAt(At(second).UtcTicks);

    public void Deliver(params NexusMessage[] messages)
    {
        foreach (var message in messages)
            _messages.OnNext(message);
    }

    public void Complete() => _messages.OnCompleted();
}
