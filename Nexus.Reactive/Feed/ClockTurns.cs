namespace Nexus.Reactive;

/// <summary>The turns of a feed, for the work on its clock. Each item of another thread is a turn of its own; at most <see cref="FeedInput.Capacity"/> wait.</summary>
internal sealed class ClockTurns(FeedEngine engine) : IClockTurns
{
    private readonly ProducerQuota _quota = new(FeedInput.Capacity);

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

        engine.Turns.Add(new FeedTurn(null!, FeedTurnKind.Work, work, null, null), _quota);
        engine.Turns.DrainOwn();
        engine.Turns.WaitForRoom(_quota, isHelping: false);
    }
}
