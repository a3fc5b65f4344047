using System.Reactive.Linq;

namespace Nexus.Desk.ViewModels;

/// <summary>What a desk shows: its markets, and what else its source can do.</summary>
public sealed class DeskSource
{
    /// <summary>Creates a source whose markets stay the same.</summary>
    public DeskSource(IReadOnlyList<Market> markets)
        : this(Observable.Return(markets))
    {
    }

    /// <summary>Creates a source that replays recordings; a seek may replace its markets by others of the same symbols.</summary>
    public DeskSource(RecordingPlayer player)
        : this(player?.Markets ?? throw new ArgumentNullException(nameof(player))) => Player = player;

    private DeskSource(IObservable<IReadOnlyList<Market>> markets) => Markets = markets;

    /// <summary>The source for the title of a window, without keys.</summary>
    public string Name { get; init; } = "";

    /// <summary>Starts with the current markets.</summary>
    public IObservable<IReadOnlyList<Market>> Markets { get; }

    public RecordingPlayer? Player { get; }

    /// <summary>The faults of a simulator; null for other sources.</summary>
    public IHostility? Hostility { get; init; }
}
