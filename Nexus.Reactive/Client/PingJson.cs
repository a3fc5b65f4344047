namespace Nexus.Reactive;

/// <summary>Creates the messages that a client sends.</summary>
internal static class PingJson
{
    public const string Ping = """{"event":"PING"}""";
    public const string Pong = """{"event":"PONG"}""";
}
