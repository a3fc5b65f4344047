using System.Reactive.Concurrency;

namespace Nexus.Monitoring.Sources;

/// <summary>Recordings at a speed that keys can change.</summary>
internal sealed class PlaybackSource : FeedSource
{
    private readonly EventLoopScheduler _worker;

    private PlaybackSource(Playback playback, EventLoopScheduler worker)
        : base(playback.Feed, []) => (Playback, _worker) = (playback, worker);

    public override Playback Playback { get; }

    public override string StatusCode => "feed.Clock · feed.Gaps";

    public static PlaybackSource Open(IReadOnlyList<string> paths, double speed)
    {
        var worker = new EventLoopScheduler();
        return new PlaybackSource(new Playback(paths, speed, worker), worker);
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Playback.Start();
        return Task.CompletedTask;
    }

    protected override ValueTask CloseAsync()
    {
        Playback.Dispose();
        _worker.Dispose();
        return ValueTask.CompletedTask;
    }
}
