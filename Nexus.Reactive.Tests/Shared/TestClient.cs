namespace Nexus.Reactive.Tests.Shared;

/// <summary>Members that all client tests share, regardless of their connection.</summary>
internal static class TestClient
{
    /// <summary>The client key. No output may contain it.</summary>
    public const string Key = "s3cr3t-k3y";

    public static string Ping(long timestamp = 1_723_075_200_000) => $$"""{"event":"PING","timestamp":{{timestamp}}}""";
}
