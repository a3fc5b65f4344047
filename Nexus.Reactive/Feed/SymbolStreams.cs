using System.Collections.Concurrent;

namespace Nexus.Reactive;

/// <summary>The streams of the single symbols that the application has asked for. They are kept as long as the feed.</summary>
internal sealed class SymbolStreams(SubscriberFaultReporter faults)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<Symbol, FeedStreams> _streams = new();
    private volatile bool _any;
    private bool _isOver;
    private Exception? _error;

    /// <summary>The streams of all symbols that were asked for.</summary>
    public ICollection<FeedStreams> All => _any ? _streams.Values : [];

    /// <summary>Returns the streams of a symbol; null if the application has not asked for it.</summary>
    public FeedStreams? Find(Symbol symbol) => _any ? _streams.GetValueOrDefault(symbol) : null;

    /// <summary>Returns the streams of a symbol. Their subscribers receive the messages from the next one on, and the feed's end.</summary>
    public FeedStreams Get(Symbol symbol)
    {
        lock (_gate)
        {
            if (_streams.TryGetValue(symbol, out var streams))
                return streams;
            streams = new FeedStreams(faults);
            if (_isOver)
                streams.End(_error);
            _streams[symbol] = streams;
            _any = true;
            return streams;
        }
    }

    public void End(Exception? error)
    {
        lock (_gate)
            (_isOver, _error) = (true, error);
        foreach (var streams in _streams.Values)
            streams.End(error);
    }
}
