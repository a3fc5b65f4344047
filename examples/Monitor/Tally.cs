using System.Globalization;
using System.Reactive.Disposables;
using Nexus.Reactive;

namespace Nexus.Monitoring;

/// <summary>Counts the messages of a feed.</summary>
internal sealed class Tally : IDisposable
{
    private readonly HashSet<long> _orders = [];
    private readonly CompositeDisposable _subscriptions;
    private long _messages;
    private long _books;
    private long _trades;
    private long _diffs;
    private long _unknown;
    private long _malformed;
    private long _gaps;

    public Tally(NexusFeed feed) => _subscriptions =
    [
        feed.Subscribe(Count, static _ => { }),
        feed.Books.Diffs().Subscribe(_ => _diffs++, static _ => { }),
    ];

    public void Dispose() => _subscriptions.Dispose();

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"done messages={_messages} books={_books} trades={_trades} diffs={_diffs} orders={_orders.Count} unknown={_unknown} malformed={_malformed} gaps={_gaps}");

    private void Count(NexusMessage message)
    {
        _messages++;
        switch (message)
        {
            case Book:
                _books++;
                break;
            case Trade:
                _trades++;
                break;
            case OrderUpdate update:
                _orders.Add(update.OrderId);
                break;
            case Transaction transaction:
                _orders.Add(transaction.OrderId);
                break;
            case UnknownMessage:
                _unknown++;
                break;
            case MalformedMessage:
                _malformed++;
                break;
            case FeedGap:
                _gaps++;
                break;
        }
    }
}
