using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace Nexus.Reactive.Benchmarks;

/// <summary>
/// Prepared order inputs. This library's time covers everything from the source through the feed, its clock and timers to the subscriber, including
/// forgetting done orders. The alternative does the minimum that builds the same records, and must end with equal ones.
/// </summary>
internal sealed class OrderContests : IContests
{
    public int Order => 5;

    public IEnumerable<Contest> All()
    {
        var inputs = OrderHistories.Make();
        Check(inputs);
        yield return new Contest(
            "order tracking, per input",
            inputs.Length,
            new Candidate("TrackOrders on a feed", () => Run(inputs, Tracked)),
            new Candidate("a dictionary of the same records", () => Run(inputs, Plain)));
    }

    private static IDisposable Tracked(IObservable<NexusMessage> source, Action<OrderEvent> onNext)
    {
        var feed = new NexusFeed(source);
        feed.TrackOrders().Subscribe(onNext);
        return feed.Connect();
    }

    private static IDisposable Plain(IObservable<NexusMessage> source, Action<OrderEvent> onNext) =>
        Observable.Create<OrderEvent>(observer => source.Subscribe(new PlainTracker(observer))).Subscribe(onNext);

    private static long Run(NexusMessage[] inputs, Func<IObservable<NexusMessage>, Action<OrderEvent>, IDisposable> tracker)
    {
        using var source = new Subject<NexusMessage>();
        var seen = 0L;
        using var tracked = tracker(source, e => seen += (long)e.Kind);
        foreach (var input in inputs)
            source.OnNext(input);
        return seen;
    }

    private static void Check(NexusMessage[] inputs)
    {
        var ours = new Dictionary<long, Order>();
        var plain = new Dictionary<long, Order>();
        Run(inputs, (source, _) => Tracked(source, e => ours[e.After.OrderId] = e.After));
        Run(inputs, (source, _) => Plain(source, e => plain[e.After.OrderId] = e.After));
        foreach (var (id, order) in plain)
        {
            if (ours[id] != order)
                throw new InvalidOperationException($"{ours[id]}\nis not\n{order}");
        }
    }
}
