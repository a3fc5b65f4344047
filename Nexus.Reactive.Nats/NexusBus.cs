using System.Reactive;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace Nexus.Reactive.Nats;

/// <summary>
/// Transfers the messages of any number of symbols over NATS JetStream. Gateways write messages, and readers on any machine receive the same messages in the
/// same order.
/// </summary>
/// <remarks>
/// <para>
/// A reader is a <see cref="NexusFeed"/>. Code that uses a feed only replaces <c>client.Feed</c> with <c>bus.Feed(symbol)</c>. Wherever a reader cannot prove
/// that it received every message, the feed contains one <see cref="FeedGap"/>, regardless of the server's behavior.
/// </para>
/// <para>The meter <c>Nexus.Reactive.Nats</c> reports counts by <c>symbol</c>. No status, exception or metric contains credentials.</para>
/// </remarks>
public sealed class NexusBus : IAsyncDisposable
{
    private readonly NexusBusOptions _options;
    private readonly BehaviorSubject<BusStatus> _status = new(new BusStatus.Idle());
    private readonly Subject<BusLag> _lag = new();
    private readonly IObserver<BusStatus> _statusSink;
    private readonly IObserver<BusLag> _lagSink;
    private readonly BusMeter _meter;
    private readonly CancellationTokenSource _disposal = new();

    /// <summary>Creates a bus. The bus connects when a feed, a gateway or a publication connects.</summary>
    /// <param name="options">The options of the bus.</param>
    /// <exception cref="ArgumentException">An option is outside its documented range.</exception>
    public NexusBus(NexusBusOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _meter = new BusMeter(options.MeterFactory);
        _statusSink = Observer.Synchronize(_status);
        _lagSink = Observer.Synchronize(_lag);
        Backend = options.IsMemory ? new MemoryBackend(options) : new JetStreamBackend(options, ReportState);
    }

    /// <summary>The state of the connection: the latest status, then each change.</summary>
    public IObservable<BusStatus> Status => _status.DistinctUntilChanged();

    /// <summary>The lag of each reader, published with each message. It is calculated only while there is a subscriber.</summary>
    public IObservable<BusLag> Lag => _lag.AsObservable();

    internal IBusBackend Backend { get; }

    internal NexusBusOptions Options => _options;

    /// <summary>
    /// Returns a symbol's messages as a feed. Subscribe to the feed before you connect it. A second connection starts again at <paramref name="start"/>.
    /// </summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="start">The start position. The default is <see cref="BusStart.Live"/>.</param>
    /// <param name="scope">The messages to read.</param>
    /// <returns>A feed that ends with a <see cref="NexusBusException"/> if the bus cannot be used, for instance because no gateway has published the symbol.</returns>
    public NexusFeed Feed(Symbol symbol, BusStart? start = null, BusScope scope = BusScope.Public)
    {
        CheckSymbol(symbol);
        return NexusFeed.FromSubscribe(
            input =>
            {
                var delivery = new FeedDelivery(input, symbol);
                return Read<NexusMessage>(symbol, start ?? new BusStart.Live(), scope, input, (_, entry, gap) => delivery.Deliver(entry, gap));
            },
            options: null);
    }

    /// <summary>
    /// Returns a symbol's messages with their positions in the log. Each subscription reads independently and receives messages on a thread pool thread.
    /// </summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="start">The start position. The default is <see cref="BusStart.Live"/>.</param>
    /// <param name="scope">The messages to read.</param>
    public IObservable<BusMessage> Envelopes(Symbol symbol, BusStart? start = null, BusScope scope = BusScope.Public)
    {
        CheckSymbol(symbol);
        return Observable.Create<BusMessage>(observer => Read(
            symbol, start ?? new BusStart.Live(), scope, observer, (reader, entry, gap) => Deliver(observer, ToMessage(reader, entry, gap))));
    }

    /// <summary>Returns the messages that the log received in a period, as a feed that completes after them.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="from">The start of the period, inclusive.</param>
    /// <param name="to">The end of the period, exclusive.</param>
    /// <param name="scope">The messages to read.</param>
    /// <remarks>If the log ends before <paramref name="to"/> when the feed is connected, the replay completes at the end of the log.</remarks>
    public NexusFeed Replay(Symbol symbol, DateTimeOffset from, DateTimeOffset to, BusScope scope = BusScope.Public)
    {
        CheckSymbol(symbol);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        return NexusFeed.FromSubscribe(input => ReadRange(symbol, from, to, scope, input), options: null);
    }

    /// <summary>
    /// Publishes a symbol's raw messages as a gateway does, until the source has ended and the log has stored all messages, or until another gateway takes
    /// over.
    /// </summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="source">The raw messages. OnNext never waits for the bus.</param>
    /// <param name="cancellationToken">Ends the publication. Messages that the log has not stored yet are lost.</param>
    /// <exception cref="NexusBusException">The bus cannot be used.</exception>
    public async Task PublishAsync(Symbol symbol, IObservable<string> source, CancellationToken cancellationToken = default)
    {
        CheckSymbol(symbol);
        ArgumentNullException.ThrowIfNull(source);
        var publication = await Publication.OpenAsync(this, symbol, static _ => { }, static () => { }, cancellationToken).ConfigureAwait(false);
        await using var open = publication.ConfigureAwait(false);
        var epoch = await publication.AcquireAsync(cancellationToken).ConfigureAwait(false);
        await publication.RunAsync(epoch, source, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Publishes a feed's messages of a symbol as <see cref="PublishAsync(Symbol, IObservable{string}, CancellationToken)"/> publishes raw ones.</summary>
    /// <param name="symbol">
    /// The symbol. Messages of other symbols are skipped; gaps of all symbols, pings, unknown and malformed messages are published.
    /// </param>
    /// <param name="feed">
    /// The feed of a client, of a recording, or of typed messages. It is connected when this publication becomes the leader, and stays connected.
    /// </param>
    /// <param name="cancellationToken">Ends the publication. Messages that the log has not stored yet are lost.</param>
    /// <remarks>A message is written in the exchange's format, so decoding the text returns an equal message.</remarks>
    /// <exception cref="NexusBusException">The bus cannot be used.</exception>
    public Task PublishAsync(Symbol symbol, NexusFeed feed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(feed);
        return PublishAsync(symbol, Observable.Create<string>(observer =>
        {
            var texts = feed.Where(message => Concerns(message, symbol)).Select(MessageText.Write).Subscribe(observer);
            try
            {
                feed.Connect();
            }
            catch
            {
                texts.Dispose();
                throw;
            }

            return texts;
        }), cancellationToken);
    }

    /// <summary>Ends all feeds, subscriptions and publications of this bus.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposal.IsCancellationRequested)
            return;
        await _disposal.CancelAsync().ConfigureAwait(false);
        await Backend.DisposeAsync().ConfigureAwait(false);
        _statusSink.OnCompleted();
        _lagSink.OnCompleted();
        _meter.Dispose();
    }

    internal CancellationTokenSource LinkTo(CancellationToken cancellation) => CancellationTokenSource.CreateLinkedTokenSource(cancellation, _disposal.Token);

    internal BusSubjects GetSubjects(Symbol symbol) => new(_options.Environment, symbol, _options.Account);

    internal BusMetrics GetMetrics(Symbol symbol) => new(_meter.Get(), symbol);

    internal void ReportState(string? fault)
    {
        if (!_disposal.IsCancellationRequested)
            _statusSink.OnNext(fault is null ? new BusStatus.Connected(Backend.Name) : new BusStatus.Disconnected(fault));
    }

    private static void CheckSymbol(Symbol symbol)
    {
        if (symbol == default)
            throw new ArgumentException("The symbol is empty.", nameof(symbol));
    }

    private static bool Concerns(NexusMessage message, Symbol symbol) => message switch
    {
        IHasSymbol of => of.Symbol == symbol,
        FeedGap gap => gap.Symbol is null || gap.Symbol == symbol,
        FeedResumed resumed => resumed.Symbol is null || resumed.Symbol == symbol,
        _ => true,
    };

    private static bool Deliver<T>(IObserver<T> observer, T message)
    {
        observer.OnNext(message);
        return true;
    }

    private static BusMessage ToMessage(LogReader reader, in LogEntry entry, string? gap) =>
        new(gap is null ? LogReader.GetText(entry) : reader.CreateGap(gap), entry.Id.Epoch, entry.Id.Number, entry.Sequence, entry.Id.ArrivalTime);

    private CancellationDisposable Read<T>(Symbol symbol, BusStart start, BusScope scope, IObserver<T> observer, Func<LogReader, LogEntry, string?, bool> deliver) =>
        Run(observer, async cancellation =>
        {
            var (log, connection) = await Backend.OpenReaderAsync(GetSubjects(symbol), cancellation).ConfigureAwait(false);
            await using var open = connection.ConfigureAwait(false);
            var reader = new LogReader(log, symbol, scope, GetMetrics(symbol), _options.TimeProvider) { StateChanged = ReportState };
            await reader.RunAsync(
                start,
                (entry, gap) =>
                {
                    var goesOn = deliver(reader, entry, gap);
                    if (_lag.HasObservers)
                        _lagSink.OnNext(new BusLag(symbol, entry.Sequence, entry.Pending, _options.TimeProvider.GetUtcNow() - entry.Id.ArrivalTime));
                    return goesOn;
                },
                cancellation).ConfigureAwait(false);
        });

    private CancellationDisposable ReadRange(Symbol symbol, DateTimeOffset from, DateTimeOffset to, BusScope scope, FeedInput input) =>
        Run<NexusMessage>(input, async cancellation =>
        {
            var (log, connection) = await Backend.OpenReaderAsync(GetSubjects(symbol), cancellation).ConfigureAwait(false);
            await using var open = connection.ConfigureAwait(false);
            var last = Math.Min((await log.ReadRangeAsync(cancellation).ConfigureAwait(false)).Last, await log.FindAsync(to, cancellation).ConfigureAwait(false) - 1);
            if (await log.FindAsync(from, cancellation).ConfigureAwait(false) > last)
                return;
            var delivery = new FeedDelivery(input, symbol);
            var reader = new LogReader(log, symbol, scope, GetMetrics(symbol), _options.TimeProvider) { StateChanged = ReportState };
            await reader.RunAsync(
                new BusStart.At(from),
                (entry, gap) =>
                {
                    if (entry.Sequence > last)
                        return false;
                    delivery.Deliver(entry, gap);
                    return gap is not null || entry.Sequence < last;
                },
                cancellation).ConfigureAwait(false);
        });

    // Runs until the subscription or the bus is disposed. All work before the first wait runs inside the call, so a bus in memory needs no other thread.
    private CancellationDisposable Run<T>(IObserver<T> observer, Func<CancellationToken, Task> read)
    {
        var subscription = new CancellationDisposable();
        _ = RunAsync();
        return subscription;

        async Task RunAsync()
        {
            using var either = LinkTo(subscription.Token);
            try
            {
                await read(either.Token).ConfigureAwait(false);
                if (!subscription.IsDisposed)
                    observer.OnCompleted();
            }
            catch (OperationCanceledException) when (either.IsCancellationRequested)
            {
                if (!subscription.IsDisposed)
                    observer.OnCompleted();
            }
            catch (Exception e)
            {
                if (!subscription.IsDisposed)
                    observer.OnError(BusErrors.From(e, _options.Server));
            }
        }
    }
}
