using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace Nexus.Reactive.Tests.Flow;

/// <summary>The operators that change threads, on a real single-threaded synchronization context.</summary>
public sealed class DesktopTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Test]
    public async Task ObserveLatestOn_delivers_on_the_thread_without_lag_and_ends_with_the_last_value()
    {
        using var desktop = new UiThread();
        using var source = new Subject<int>();
        var seen = new List<int>();
        var off = 0;
        var backlog = 0;
        var done = new TaskCompletionSource();
        using var subscription = source.ObserveLatestOn(desktop.Scheduler).Subscribe(
            value =>
            {
                off += desktop.IsCurrent ? 0 : 1;
                backlog = Math.Max(backlog, desktop.Backlog);
                seen.Add(value);
            },
            done.SetResult);

        await Task.Run(() =>
        {
            for (var i = 1; i <= 200_000; i++)
                source.OnNext(i);
            source.OnCompleted();
        });
        await done.Task.WaitAsync(Soon);

        Assert.That((off, seen[^1]), Is.EqualTo((0, 200_000)));
        Assert.That(backlog, Is.LessThanOrEqualTo(1));
        Assert.That(seen, Is.Ordered.And.Count.LessThanOrEqualTo(200_000));
    }

    [Test]
    public async Task A_blocked_thread_gets_only_the_latest_value_and_the_source_never_waits()
    {
        using var desktop = new UiThread();
        using var source = new Subject<int>();
        using var free = new ManualResetEventSlim();
        var seen = new List<int>();
        var done = new TaskCompletionSource();
        using var subscription = source.ObserveLatestOn(desktop.Scheduler).Subscribe(seen.Add, done.SetResult);

        var blocked = desktop.Run(() => free.Wait(Soon));
        for (var i = 1; i <= 1000; i++)
            source.OnNext(i);
        Assert.That(desktop.Backlog, Is.LessThanOrEqualTo(2));
        source.OnCompleted();
        free.Set();
        await blocked;
        await done.Task.WaitAsync(Soon);

        Assert.That(seen, Is.EqualTo(new[] { 1000 }));
    }

    [Test]
    public async Task The_sum_of_dropped_and_delivered_items_equals_the_items_received([Values(OverflowPolicy.DropOldest, OverflowPolicy.DropWrite)] OverflowPolicy policy)
    {
        using var desktop = new UiThread();
        using var source = new Subject<int>();
        var (delivered, dropped, off) = (0, 0L, 0);
        var done = new TaskCompletionSource();
        using var subscription = source.ObserveOnBounded(16, policy, desktop.Scheduler).Subscribe(
            item =>
            {
                delivered++;
                dropped += item.Dropped;
                off += desktop.IsCurrent ? 0 : 1;
            },
            done.SetResult);

        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 50_000; i++)
                source.OnNext(i);
        })));
        source.OnCompleted();
        await done.Task.WaitAsync(Soon);

        Assert.That((delivered + dropped, off), Is.EqualTo((100_000, 0)));
    }

    [Test]
    public async Task Disposing_inside_a_callback_ends_delivery_immediately()
    {
        using var desktop = new UiThread();
        using var source = new Subject<int>();
        var seen = new List<int>();
        var first = new TaskCompletionSource();
        IDisposable subscription = null!;
        subscription = source.ObserveOnBounded(100, OverflowPolicy.DropOldest, desktop.Scheduler).Subscribe(item =>
        {
            seen.Add(item.Value);
            subscription.Dispose();
            first.SetResult();
        });

        await desktop.Run(() =>
        {
            for (var i = 0; i < 50; i++)
                source.OnNext(i);
        });
        await first.Task.WaitAsync(Soon);
        source.OnNext(100);
        await desktop.Run(() => { });

        Assert.That((seen.Count, source.HasObservers), Is.EqualTo((1, false)));
    }

    [Test]
    public async Task Every_conflated_key_ends_with_its_last_value()
    {
        using var desktop = new UiThread();
        using var source = new Subject<(int Key, int Value)>();
        var (off, backlog) = (0, 0);
        var last = new Dictionary<int, int>();
        var done = new TaskCompletionSource();
        using var subscription = source
            .GroupBy(item => item.Key)
            .SelectMany(group => group.Conflate(TimeSpan.FromMilliseconds(1)).ObserveLatestOn(desktop.Scheduler))
            .Subscribe(
                item =>
                {
                    off += desktop.IsCurrent ? 0 : 1;
                    backlog = Math.Max(backlog, desktop.Backlog);
                    last[item.Key] = item.Value;
                },
                done.SetResult);

        await Task.Run(() =>
        {
            for (var i = 1; i <= 100_000; i++)
                source.OnNext((i % 3, i));
            source.OnCompleted();
        });
        await done.Task.WaitAsync(Soon);

        Assert.That(off, Is.Zero);
        Assert.That(backlog, Is.LessThanOrEqualTo(3));
        Assert.That(last.Values.Order(), Is.EqualTo(new[] { 99_998, 99_999, 100_000 }));
    }
}
