using System.Numerics;

namespace Nexus.Reactive;

/// <summary>Orders that wait the same fixed time: first come, first due. Adding, removing and looking touch no other order, however many wait.</summary>
/// <typeparam name="TPlace">Which of an account's places is this queue's.</typeparam>
internal sealed class FixedDelayQueue<TPlace>(TimeSpan delay)
    where TPlace : struct, IDeadlinePlace
{
    private const int MinSize = 16;
    private static readonly long EndOfTime = DateTime.MaxValue.Ticks;

    // Who leaves early leaves a hole; the first place of all is none.
    private Waiting[] _ring = new Waiting[MinSize];
    private long _first = 1;
    private long _end = 1;

    public int Count { get; private set; }

    public OrderState? First => At(_first).Account;

    /// <summary>The earliest deadline in ticks; <see cref="long.MaxValue"/> when nothing waits.</summary>
    public long NextDue => Count == 0 ? long.MaxValue : At(_first).Due;

    public void Add(OrderState account, long now)
    {
        if (_end - _first == _ring.Length)
            CloseHoles();
        TPlace.Of(account) = _end;
        At(_end) = new Waiting { Account = account, Due = Math.Min(now, EndOfTime - delay.Ticks) + delay.Ticks };
        _end++;
        Count++;
    }

    public void Remove(OrderState account)
    {
        ref var place = ref TPlace.Of(account);
        if (place == 0)
            return;
        At(place).Account = null;
        place = 0;
        Count--;
        while (_first < _end && At(_first).Account is null)
            _first++;
    }

    // At least as many free places as taken ones, so that it comes seldom.
    private void CloseHoles()
    {
        var ring = new Waiting[Math.Max(MinSize, (int)BitOperations.RoundUpToPowerOf2((uint)Count * 2))];
        var end = 1;
        for (var place = _first; place < _end; place++)
        {
            var waiting = At(place);
            if (waiting.Account is null)
                continue;
            TPlace.Of(waiting.Account) = end;
            ring[end & (ring.Length - 1)] = waiting;
            end++;
        }

        (_ring, _first, _end) = (ring, 1, end);
    }

    private ref Waiting At(long place) => ref _ring[(int)place & (_ring.Length - 1)];

    private struct Waiting
    {
        public OrderState? Account;
        public long Due;
    }
}
