using System.Reactive.Linq;
using Nexus.Reactive;

namespace Strategy;

/// <summary>The parameters of a strategy, and the strategy itself as a function of a feed.</summary>
public interface IRules
{
    /// <summary>The strategy: the only function that the live run, the replay, the back-test and the tests have in common.</summary>
    IObservable<Signal> Signals(NexusFeed feed);

    /// <summary>The books with the band that the plot shows around the price, if the strategy has one.</summary>
    IObservable<(Book Book, Band? Band)> Plotted(NexusFeed feed) => feed.Books.Select(static book => (book, (Band?)null));
}
