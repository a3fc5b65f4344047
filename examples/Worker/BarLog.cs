using System.Reactive.Disposables;
using Nexus.Reactive;

namespace Nexus.Worker;

/// <summary>Logs a bar for each symbol every five seconds, and each gap.</summary>
internal static partial class BarLog
{
    public static IDisposable Subscribe(IServiceProvider services, NexusFeed feed)
    {
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger("Worker");
        return new CompositeDisposable(
            feed.VwapTumbling(TimeSpan.FromSeconds(5)).Subscribe(bar => LogBar(log, bar)),
            feed.Gaps.Subscribe(gap => LogGap(log, gap)));
    }

    [LoggerMessage(1, LogLevel.Information, "{Bar}")]
    private static partial void LogBar(ILogger log, VwapBar bar);

    [LoggerMessage(2, LogLevel.Warning, "{Gap}")]
    private static partial void LogGap(ILogger log, FeedGap gap);
}
