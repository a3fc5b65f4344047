using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

/// <summary>
/// The turns of a feed, for the work on its clock. Each item of another thread is a turn of its own. The limit on waiting items is separate for each thread,
/// so a thread that schedules much does not make another thread wait.
/// </summary>
internal sealed class ClockTurns(FeedEngine engine) : IClockTurns
{
    /// <summary>The maximum number of waiting items of one thread.</summary>
    public const int Capacity = 1024;

    private readonly ConditionalWeakTable<object, ProducerQuota> _quotas = [];

    public bool IsInTurn => engine.Turns.IsOwner;

    public void Request() => engine.Turns.DrainOwn();

    public void Run(ScheduledItem work)
    {
        if (engine.Turns.TryEnter())
        {
            try
            {
                engine.Clock.RunNow(work);
            }
            finally
            {
                engine.Turns.LeaveOwn();
            }

            return;
        }

        var quota = _quotas.GetValue(Thread.CurrentThread, static _ => new ProducerQuota(Capacity));
        engine.Turns.Add(new FeedTurn(null!, FeedTurnKind.Work, work, null, null), quota);
        engine.Turns.DrainOwn();
        engine.Turns.WaitForRoom(quota, isHelping: false);
    }
}
