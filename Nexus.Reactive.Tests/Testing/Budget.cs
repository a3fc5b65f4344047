using System.Reactive.Concurrency;
using System.Reactive.Subjects;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>Measures the bytes that an operator allocates for each input, with its samples again and again: each round is later, and has other orders.</summary>
internal static class Budget
{
    private const int Rounds = 400;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(10);

    public static double Measure<TSource, TResult>(TSource[] samples, Func<IObservable<TSource>, IScheduler, IObservable<TResult>> apply) =>
        Measure<TSource, int, TResult>(samples, [], (source, _, scheduler) => apply(source, scheduler));

    public static double Measure<TFirst, TSecond, TResult>(
        TFirst[] firstSamples, TSecond[] secondSamples, Func<IObservable<TFirst>, IObservable<TSecond>, IScheduler, IObservable<TResult>> apply)
    {
        using var first = new Subject<TFirst>();
        using var second = new Subject<TSecond>();
        var scheduler = new MarbleScheduler(Marbles.DefaultStart);
        using var subscription = apply(first, second, scheduler).Subscribe(new Nothing<TResult>());
        var bytes = 0L;
        for (var round = 0; round < 2 * Rounds; round++)
        {
            TFirst[] firsts = [.. firstSamples.Select(sample => At(sample, round))];
            TSecond[] seconds = [.. secondSamples.Select(sample => At(sample, round))];
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Math.Max(firsts.Length, seconds.Length); i++)
            {
                if (i < seconds.Length)
                    second.OnNext(seconds[i]);
                if (i < firsts.Length)
                    first.OnNext(firsts[i]);
            }

            scheduler.AdvanceBy(Round.Ticks);
            if (round >= Rounds)
                bytes += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        return (double)bytes / Rounds / (firstSamples.Length + secondSamples.Length);
    }

    private static T At<T>(T sample, int round)
    {
        var later = Round * round;
        var id = round * 10;
        return (T)(object)(sample switch
        {
            Book book => book with { Timestamp = book.Timestamp + later },
            Trade trade => trade with { Timestamp = trade.Timestamp + later },
            Ping ping => new Ping(ping.Timestamp + later),
            OrderUpdate update => update with { Timestamp = update.Timestamp + later, OrderId = update.OrderId + id },
            Transaction fill => fill with { Timestamp = fill.Timestamp + later, OrderId = fill.OrderId + id, Id = fill.Id + id },
            OrderEvent change => change with { Before = Later(change.Before), After = Later(change.After)!, Cause = change.Cause is null ? null : At(change.Cause, round) },
            VwapBar bar => bar with { Start = bar.Start + later, End = bar.End + later },
            PortfolioValue value => value with { Timestamp = value.Timestamp + later },
            _ => sample,
        })!;

        Order? Later(Order? order) => order is null ? null : order with { OrderId = order.OrderId + id, CreatedAt = order.CreatedAt + later, UpdatedAt = order.UpdatedAt + later };
    }

    private sealed class Nothing<T> : IObserver<T>
    {
        public void OnNext(T value)
        {
        }

        public void OnError(Exception error) => throw error;

        public void OnCompleted()
        {
        }
    }
}
