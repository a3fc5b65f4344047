using System.Collections.Immutable;
using Nexus.Simulator.Flow;

namespace Nexus.Simulator.Wire;

/// <summary>Runs one symbol's market in real time from its first connection on, and sends its events to the connections.</summary>
internal sealed class SymbolStream(string symbol, Market? market, SimulatorOptions options) : IAsyncDisposable
{
    // After this number of steps, a loop that lags yields to other callers.
    private const int Batch = 1000;

    private readonly TimeProvider _time = options.Time;
    private readonly Lock _gate = new();
    private readonly MessageWriter _writer = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly DoneOrders _done = new();
    private ImmutableArray<Connection> _connections = [];
    private long _lastTimestamp;
    private Task? _pacing;

    // How far the market's time is ahead of the time since its start.
    private TimeSpan _ahead;

    public string Symbol => symbol;

    public void Add(Connection connection)
    {
        lock (_gate)
        {
            _connections = _connections.Add(connection);
            if (market is null)
                return;
            connection.Enqueue(Word(market.Book()));
            _pacing ??= Task.Run(() => PaceAsync(market));
        }
    }

    public void Remove(Connection connection)
    {
        lock (_gate)
            _connections = _connections.Remove(connection);
    }

    // Called inside the gate, like all code that assigns timestamps, so that the timestamps of a connection never decrease.
    public void AnswerPing(Connection connection)
    {
        lock (_gate)
            connection.Enqueue(_writer.WritePing(Now()));
    }

    public void Send(ReadOnlyMemory<byte> message)
    {
        lock (_gate)
        {
            foreach (var connection in _connections)
                connection.Enqueue(message);
        }
    }

    /// <summary>Places an order for a key. Returns null if there is no market.</summary>
    public long? Place(string key, OrderRequest request)
    {
        if (market is null)
            return null;
        lock (_gate)
        {
            var told = market.Submit(key, request.Side, request.Kind, request.Price, request.Quantity);
            Tell(told);
            return ((OrderEvent)told[0]).Order.Id;
        }
    }

    /// <summary>Cancels an order of a key. Returns false if no order with this id rests.</summary>
    public bool Cancel(string key, long id)
    {
        if (market is null)
            return false;
        lock (_gate)
        {
            var told = market.Cancel(key, id);
            Tell(told);
            return told.Count > 0;
        }
    }

    /// <summary>
    /// Returns the orders of a key that rest and those that were done after a time, and the time that separates the events they include from later ones. Returns null if there
    /// is no market.
    /// </summary>
    public (long Timestamp, IReadOnlyList<ListedOrder> Orders)? List(string key, long doneAfter)
    {
        if (market is null)
            return null;
        lock (_gate)
        {
            var now = Now();
            _lastTimestamp = now + 1;
            return (now, [.. _done.Of(key, doneAfter), .. market.Open(key).Select(static order => new ListedOrder(order, order.Notional == 0 ? "NEW" : "PARTIAL_FILLED"))]);
        }
    }

    /// <summary>
    /// Runs the market for a duration that ends now, before its first connection, and returns the messages of this past while they are enumerated:
    /// trades and orders, and a book each second of the last <paramref name="books"/>.
    /// </summary>
    public IEnumerable<ReadOnlyMemory<byte>> RunPast(TimeSpan duration, TimeSpan books)
    {
        if (market is null)
            yield break;
        lock (_gate)
        {
            if (_pacing is not null || _ahead > TimeSpan.Zero)
                throw new InvalidOperationException("The market runs already.");
            _ahead = duration;
        }

        var start = _time.GetUtcNow() - duration;
        var nextBook = duration - books;
        while (TakePast(duration) is { } step)
        {
            foreach (var happened in step.Events)
            {
                if (happened is BookEvent && step.Due < nextBook)
                    continue;
                nextBook = happened is BookEvent ? step.Due + TimeSpan.FromSeconds(1) : nextBook;
                yield return Write(happened, start + step.Due);
            }
        }
    }

    /// <summary>Lets what happens in a duration happen at once, as fast as it can be sent.</summary>
    public void Hurry(TimeSpan duration)
    {
        lock (_gate)
            _ahead += duration;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        if (_pacing is not null)
            await _pacing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task PaceAsync(Market paced)
    {
        var start = _time.GetTimestamp();
        while (!_stopped.IsCancellationRequested)
        {
            TimeSpan wait;
            lock (_gate)
            {
                var elapsed = _time.GetElapsedTime(start) + _ahead;
                for (var i = 0; i < Batch && paced.NextStep <= elapsed; i++)
                    Tell(paced.Step());
                wait = paced.NextStep - _time.GetElapsedTime(start) - _ahead;
            }

            if (wait > TimeSpan.Zero)
                await Task.Delay(wait < MinWait ? MinWait : wait, _time, _stopped.Token);
        }
    }

    // Null at the end of the past, also if a connection ended it early.
    private (TimeSpan Due, IReadOnlyList<MarketEvent> Events)? TakePast(TimeSpan end)
    {
        lock (_gate)
            return _pacing is null && market!.NextStep is var due && due < end ? (due, market.Step()) : null;
    }

    private static TimeSpan MinWait { get; } = TimeSpan.FromMilliseconds(1);

    private void Tell(IReadOnlyList<MarketEvent> events)
    {
        foreach (var happened in events)
        {
            var owner = Owner(happened);
            var message = Word(happened);
            if (happened is OrderEvent { Status: "FILLED" or "CANCELLED" or "REJECTED" } done)
                _done.Add(_lastTimestamp, new ListedOrder(done.Order, done.Status));
            foreach (var connection in _connections)
            {
                if (owner is null or Market.DemoOwner || owner == connection.Log.Key)
                    connection.Enqueue(message);
            }
        }
    }

    private ReadOnlyMemory<byte> Word(MarketEvent happened)
    {
        var message = _writer.Write(happened, symbol, Now());
        options.Witness?.Invoke(happened, message);
        return message;
    }

    private ReadOnlyMemory<byte> Write(MarketEvent happened, DateTimeOffset time)
    {
        lock (_gate)
            return _writer.Write(happened, symbol, time.ToUnixTimeMilliseconds());
    }

    private static string? Owner(MarketEvent happened) => happened switch
    {
        OrderEvent update => update.Order.Owner,
        TransactionEvent transaction => transaction.Order.Owner,
        _ => null,
    };

    private long Now() => _lastTimestamp = Math.Max(_lastTimestamp, _time.GetUtcNow().ToUnixTimeMilliseconds());
}
