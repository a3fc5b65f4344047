namespace Nexus.Examples.Tests.Desk;

/// <summary>A running clock that starts at a fixed time, so that an exchange's answers to PING agree with the timestamps of a test.</summary>
internal sealed class ExchangeClock(long unixMilliseconds) : TimeProvider
{
    private readonly long _start = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds) + System.GetElapsedTime(_start);
}
