namespace Nexus.Examples.Tests.Desk;

/// <summary>A running clock from a fixed time on, so that an exchange's answers to PING agree with the timestamps that a test writes.</summary>
internal sealed class ExchangeClock(long unixMilliseconds) : TimeProvider
{
    private readonly long _start = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds) + System.GetElapsedTime(_start);
}
