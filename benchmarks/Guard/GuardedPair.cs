namespace Nexus.Reactive.Benchmarks;

/// <summary>A ratio that is guarded: this library's time relative to another implementation of the same task.</summary>
/// <param name="Contest">The task.</param>
/// <param name="Own">This library's candidate.</param>
/// <param name="Other">The other candidate, whose code does not change.</param>
internal sealed record GuardedPair(string Contest, string Own, string Other)
{
    /// <summary>All guarded ratios.</summary>
    public static IReadOnlyList<GuardedPair> All { get; } =
    [
        new("decode BOOK, 20 a side", "… as a NexusFeed does, symbols shared", "Utf8JsonReader by hand"),
        new("decode TRADE", "… as a NexusFeed does, symbols shared", "Utf8JsonReader by hand"),
        new("decode ORDER_UPDATE", "… as a NexusFeed does, symbols shared", "Utf8JsonReader by hand"),
        new("decode TRANSACTION", "… as a NexusFeed does, symbols shared", "Utf8JsonReader by hand"),
        new("fan-out, 1 per kind", "NexusFeed", "five bare Subjects behind a switch and a lock"),
        new("fan-out, 10 per kind", "NexusFeed", "five bare Subjects behind a switch and a lock"),
        new("diff BOOK, 20 a side, 5 % of levels changed", "Diffs()", "bare merge loop on arrays, no result"),
        new("sliding VWAP, one trade arrives and one leaves", "VwapSliding, 100 trades inside", "a bare ring of ticks, 100 inside"),
        new("tumbling VWAP of a second", "VwapTumbling", "a bare ring of ticks, 1,000 inside"),
        new("order tracking, per input", "TrackOrders on a feed", "a dictionary of the same records"),
        new("whole replay, per message", "OpenFeed, Diffs, VwapTumbling, TrackOrders", "JObject, OfType, Buffer, dictionaries"),
    ];

    /// <summary>Returns the two candidates, the other one first, so that ratios are relative to it.</summary>
    public Contest Select(Contest contest) => contest with { Candidates = [Find(contest, Other), Find(contest, Own)] };

    private static Candidate Find(Contest contest, string name) =>
        contest.Candidates.FirstOrDefault(candidate => candidate.Name == name) ?? throw new InvalidOperationException($"'{contest.Name}' has no candidate '{name}'.");
}
