using System.Reactive.Linq;
using Nexus.Examples;
using Nexus.Reactive;
using Nexus.Reactive.Nats;

namespace Nexus.Monitoring.Sources;

/// <summary>The symbols of a message bus. Only <c>bus.Feed(symbol)</c> replaces <c>client.Feed</c>.</summary>
internal sealed class BusSource : FeedSource
{
    private readonly NexusBus _bus;

    private BusSource(NexusBus bus, IReadOnlyList<NexusFeed> feeds, IReadOnlyList<Symbol> symbols)
        : base(
            feeds is [var single] ? single : new NexusFeed(feeds.Select(static feed => feed.RefCount()).Merge()),
            [.. symbols.Select(symbol => new Line(symbol, BusView.Status(bus), "age", BusView.Ages(bus, symbol)))]) => _bus = bus;

    public override string StatusCode => "bus.Status · bus.Lag · feed.Gaps";

    public static BusSource Open(Options options, Action<Exception> recordingFailed)
    {
        var bus = new NexusBus(options.Bus.CreateOptions());
        var feeds = options.Symbols.Select(symbol => bus.Feed(symbol, new BusStart.LastBook(), options.Scope)).ToList();
        var source = new BusSource(bus, feeds, options.Symbols);
        foreach (var (symbol, feed) in options.Symbols.Zip(feeds))
            source.Record(feed, options.GetRecordPath(symbol), recordingFailed);
        return source;
    }

    protected override ValueTask CloseAsync() => _bus.DisposeAsync();
}
