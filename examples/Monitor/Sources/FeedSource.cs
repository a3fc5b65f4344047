using System.Reactive;
using System.Reactive.Disposables;
using System.Reactive.Subjects;
using Nexus.Reactive;

namespace Nexus.Monitoring.Sources;

/// <summary>The source of the feed: the embedded simulator, an exchange, the message bus, or recordings. Subscribe before you start it.</summary>
internal abstract class FeedSource(NexusFeed feed, IReadOnlyList<Line> lines) : IAsyncDisposable
{
    private readonly SingleAssignmentDisposable _connection = new();
    private readonly List<IAsyncDisposable> _recordings = [];
    private readonly AsyncSubject<Unit> _closed = new();

    public NexusFeed Feed { get; } = feed;

    /// <summary>One line for each symbol; empty in a replay.</summary>
    public IReadOnlyList<Line> Lines { get; } = lines;

    /// <summary>The code that provides the status.</summary>
    public virtual string StatusCode => "client.Status · client.RoundTrips · feed.Gaps";

    /// <summary>The playback of a replay that keys control; null for other sources.</summary>
    public virtual Playback? Playback => null;

    /// <summary>Completes at the end, even if a replay is stopped and its feed never completes.</summary>
    public IObservable<Unit> Closed => _closed;

    public static async Task<FeedSource> OpenAsync(Options options, Action<Exception> recordingFailed) => options switch
    {
        { IsReplay: true, Pace: { } speed } => PlaybackSource.Open(options.Replay, speed),
        { IsReplay: true } => new RecordingSource(options.Replay),
        { IsBus: true } => BusSource.Open(options, recordingFailed),
        _ => await ExchangeSource.CreateAsync(options, recordingFailed),
    };

    /// <summary>Connects, or starts the replay.</summary>
    public virtual Task StartAsync(CancellationToken cancellationToken)
    {
        _connection.Disposable = Feed.Connect();
        return Task.CompletedTask;
    }

    /// <summary>Drops the simulator's connections and accepts new ones after a delay.</summary>
    public virtual Task CutAsync(TimeSpan awayFor, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Closes the connections, which ends the feed.</summary>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _connection.Dispose();
        foreach (var recording in _recordings)
            await recording.DisposeAsync();
        _closed.OnNext(Unit.Default);
        _closed.OnCompleted();
    }

    protected virtual ValueTask CloseAsync() => ValueTask.CompletedTask;

    // An immediate failure is a file that cannot be written; a later failure comes from the disk.
    protected void Record(NexusFeed feed, string? file, Action<Exception> failed)
    {
        if (file is null)
            return;
        try
        {
            _recordings.Add(feed.RecordTo(file, new RecordingOptions { OnError = failed }));
        }
        catch (IOException error)
        {
            throw new FormatException($"--record: cannot write '{file}': {error.Message.ReplaceLineEndings(" ")}", error);
        }
    }
}
