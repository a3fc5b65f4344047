namespace Nexus.Reactive;

/// <summary>Measures round trips and the time by which this machine's clock is ahead of the exchange's clock. The client's lock guards its calls.</summary>
internal sealed class RoundTripMeter(SerialStream<TimeSpan> roundTrips)
{
    private readonly ClockOffset _offset = new();

    /// <summary>The time by which this machine's clock is ahead of the exchange's clock; null until a ping is answered.</summary>
    public TimeSpan? ClockOffset => _offset.Estimate;

    public void OnReceived(ConnectionEpoch epoch, Ping ping, SteadyClock clock)
    {
        var now = epoch.LastReceivedAt;
        if (epoch.PingMatcher.OnReceived(now, clock.FromWallClock(ping.Timestamp) + _offset.Estimate) is not { } roundTrip)
            return;
        roundTrips.Add(roundTrip);
        _offset.Add(roundTrip, clock.ToWallClock(now) - roundTrip / 2 - ping.Timestamp);
    }
}
