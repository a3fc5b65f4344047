namespace Nexus.Reactive;

/// <summary>The operators of Nexus.Reactive.</summary>
public static partial class NexusObservable
{
    /// <summary>Creates a feed of the exchange's raw strings with the default options: <c>new NexusFeed(source)</c>.</summary>
    /// <param name="source">The raw strings.</param>
    /// <returns>The feed, not yet connected.</returns>
    public static NexusFeed ToNexusFeed(this IObservable<string> source) => new(source);
}
