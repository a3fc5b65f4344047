using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace Nexus.Reactive.Benchmarks;

/// <summary>Delivers one typed message to the subscribers of its kind, one or ten per kind. This library's time includes its queue, guards and idle clock.</summary>
internal sealed class FanOutContests : IContests
{
    private static readonly NexusMessage[] Messages = Mixed(4096);

    public int Order => 2;

    public IEnumerable<Contest> All()
    {
        foreach (var each in new[] { 1, 10 })
        {
            yield return new Contest(
                $"fan-out, {each} per kind",
                Messages.Length,
                CreateFeedCandidate(each),
                CreateSubjectsCandidate(each),
                CreateOfTypeCandidate(each));
        }
    }

    private static Candidate CreateFeedCandidate(int each)
    {
        var source = new BareSource();
        var feed = new NexusFeed(source);
        var seen = 0L;
        for (var i = 0; i < each; i++)
        {
            feed.Pings.Subscribe(_ => seen++);
            feed.Books.Subscribe(_ => seen++);
            feed.Trades.Subscribe(_ => seen++);
            feed.OrderUpdates.Subscribe(_ => seen++);
            feed.Transactions.Subscribe(_ => seen++);
        }

        feed.Connect();
        return new Candidate("NexusFeed", () =>
        {
            foreach (var message in Messages)
                source.Observer!.OnNext(message);
            return seen;
        });
    }

    private static Candidate CreateSubjectsCandidate(int each)
    {
        var pings = new Subject<Ping>();
        var books = new Subject<Book>();
        var trades = new Subject<Trade>();
        var updates = new Subject<OrderUpdate>();
        var transactions = new Subject<Transaction>();
        var gate = new Lock();
        var seen = 0L;
        for (var i = 0; i < each; i++)
        {
            pings.Subscribe(_ => seen++);
            books.Subscribe(_ => seen++);
            trades.Subscribe(_ => seen++);
            updates.Subscribe(_ => seen++);
            transactions.Subscribe(_ => seen++);
        }

        void Push(NexusMessage message)
        {
            lock (gate)
            {
                switch (message)
                {
                    case Ping ping:
                        pings.OnNext(ping);
                        break;
                    case Book book:
                        books.OnNext(book);
                        break;
                    case Trade trade:
                        trades.OnNext(trade);
                        break;
                    case OrderUpdate update:
                        updates.OnNext(update);
                        break;
                    case Transaction transaction:
                        transactions.OnNext(transaction);
                        break;
                }
            }
        }

        return new Candidate("five bare Subjects behind a switch and a lock", () =>
        {
            foreach (var message in Messages)
                Push(message);
            return seen;
        });
    }

    private static Candidate CreateOfTypeCandidate(int each)
    {
        var all = new Subject<NexusMessage>();
        var seen = 0L;
        for (var i = 0; i < each; i++)
        {
            all.OfType<Ping>().Subscribe(_ => seen++);
            all.OfType<Book>().Subscribe(_ => seen++);
            all.OfType<Trade>().Subscribe(_ => seen++);
            all.OfType<OrderUpdate>().Subscribe(_ => seen++);
            all.OfType<Transaction>().Subscribe(_ => seen++);
        }

        return new Candidate("OfType for each subscriber", () =>
        {
            foreach (var message in Messages)
                all.OnNext(message);
            return seen;
        });
    }

    private static NexusMessage[] Mixed(int count) =>
        [.. Wire.Session(count).Select(NexusDecoder.Decode)];

    /// <summary>A source without overhead.</summary>
    private sealed class BareSource : IObservable<NexusMessage>
    {
        public IObserver<NexusMessage>? Observer { get; private set; }

        public IDisposable Subscribe(IObserver<NexusMessage> observer)
        {
            Observer = observer;
            return Disposable.Empty;
        }
    }
}
