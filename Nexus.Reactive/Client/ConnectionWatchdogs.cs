using System.Globalization;
using System.Reactive.Concurrency;

namespace Nexus.Reactive;

/// <summary>Detects when a connection does not open, or when messages, books or trades do not arrive in time.</summary>
internal sealed class ConnectionWatchdogs(ConnectionStateMachine machine, ConnectionEpoch epoch, NexusClientOptions options, IStopwatch clock)
{
    public void WatchDial() => Watch(options.ConnectTimeout, CheckDial);

    public void WatchMessages()
    {
        Watch(options.StaleAfter, CheckSilence);
        foreach (var watch in epoch.DataWatches)
            Watch(watch.Timeout, () => CheckData(watch));
    }

    private TimeSpan CheckDial()
    {
        machine.OnLost(epoch, new DisconnectReason($"no connection within {Seconds(options.ConnectTimeout)}"), unlessOpen: true);
        return Timeout.InfiniteTimeSpan;
    }

    private TimeSpan CheckSilence()
    {
        var isDelivering = epoch.IsDelivering;
        var lastReceivedAt = epoch.LastReceivedAt;
        var left = lastReceivedAt + options.StaleAfter - clock.Elapsed;
        if (left > TimeSpan.Zero)
            return left;
        machine.OnSilent(epoch, lastReceivedAt);

        // A slow subscriber is not a dead connection: a new connection would only lose messages.
        left = isDelivering ? options.StaleAfter : left + options.StaleAfter;
        if (left <= TimeSpan.Zero)
            machine.OnLost(epoch, new DisconnectReason($"no message received for {Seconds(2 * options.StaleAfter)}"));
        return left;
    }

    private TimeSpan CheckData(DataWatch watch)
    {
        var left = epoch.IsDelivering ? watch.Timeout : watch.LastReceivedAt + watch.Timeout - clock.Elapsed;
        if (left <= TimeSpan.Zero)
            machine.OnLost(epoch, new DisconnectReason($"no {watch.Kind.ToString().ToUpperInvariant()} for {Seconds(watch.Timeout)}"));
        return left;
    }

    private void Watch(TimeSpan interval, Func<TimeSpan> check)
    {
        if (interval == Timeout.InfiniteTimeSpan)
            return;
        var watchdog = new Watchdog(options.Scheduler, clock, interval, check, epoch.Grant);
        epoch.Timers.Add(watchdog);
        watchdog.Start();
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds} s");
}
