using System.Reactive.Disposables;
using System.Reactive.Linq;

namespace Nexus.Examples.Tests.Recording;

/// <summary>What is recorded in a session and how; each seed draws one of each.</summary>
/// <param name="IsPacked">Whether the recording is compressed.</param>
/// <param name="Rotates">Whether each batch is a file of its own.</param>
/// <param name="HasLineBreaks">Whether the exchange sends line breaks in messages.</param>
/// <param name="Source">The feed that is recorded: the clients' feed, one symbol of it, or a feed of its typed messages, which may end with an error.</param>
internal sealed record SessionKind(bool IsPacked, bool Rotates, bool HasLineBreaks, string Source)
{
    /// <summary>The name of the files, behind the seed.</summary>
    public string Name => (Rotates ? "-{number}" : "-1") + (IsPacked ? ".tsv.gz" : ".tsv");

    public RecordingOptions Recording => new() { MaxFileSize = Rotates ? 1 : null };

    public static SessionKind Draw(int seed)
    {
        var random = new Random(seed);
        string[] sources = ["clients", "symbol", "typed", "failing"];
        return new SessionKind(random.Next(2) == 0, random.Next(2) == 0, random.Next(2) == 0, sources[random.Next(sources.Length)]);
    }

    /// <summary>Returns the feed to record.</summary>
    public NexusFeed Choose(NexusFeed clients, string symbol, NexusFeedOptions options) => Source switch
    {
        "symbol" => clients.ForSymbol(symbol),
        "typed" => new NexusFeed(Typed(clients), options),
        "failing" => new NexusFeed(Typed(clients).Concat(Observable.Throw<NexusMessage>(new TimeoutException("the source failed\r\nat its end"))), options),
        _ => clients,
    };

    // Connecting the typed feed connects the clients' feed.
    private static IObservable<NexusMessage> Typed(NexusFeed clients) =>
        Observable.Create<NexusMessage>(observer => new CompositeDisposable(clients.Subscribe(observer), clients.Connect()));
}
