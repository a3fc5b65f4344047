using System.Reactive.Disposables;
using Nexus.Reactive;

namespace Nexus.Examples;

/// <summary>Counts the messages of a replay and keeps the reason of its first damaged place.</summary>
internal sealed class ReplayDamage : IDisposable
{
    private readonly CompositeDisposable _subscriptions;
    private long _messages;
    private long _damaged;
    private string? _first;

    /// <param name="feed">The feed of the recordings, before it is connected.</param>
    public ReplayDamage(NexusFeed feed) => _subscriptions =
    [
        feed.Subscribe(message => _messages += message is MalformedMessage or FeedGap or FeedResumed ? 0 : 1, static _ => { }),
        feed.Malformed.Subscribe(message => Add(message.Reason), static _ => { }),
        feed.Gaps.Subscribe(
            gap =>
            {
                // Other gaps were recorded, such as a lost connection. One of several recordings usually ends before the others.
                if (gap.Reason.StartsWith("the recording '", StringComparison.Ordinal) && !gap.Reason.EndsWith("' ends", StringComparison.Ordinal))
                    Add(gap.Reason);
            },
            static _ => { }),
    ];

    /// <summary>Whether there was no message, so that the files are not recordings or are empty.</summary>
    public bool IsEmpty => _messages == 0;

    /// <summary>Returns one line about the damage; null if there is none.</summary>
    public string? Describe() => (_damaged, IsEmpty) switch
    {
        (0, false) => null,
        (0, true) => "the recording contains no messages",
        (_, true) => $"not a recording: {_first}",
        (1, false) => _first,
        _ => FormattableString.Invariant($"{_damaged} damaged places; the first: {_first}"),
    };

    public void Dispose() => _subscriptions.Dispose();

    private void Add(string reason)
    {
        _damaged++;
        _first ??= PrintableText.OneLine(reason);
    }
}
