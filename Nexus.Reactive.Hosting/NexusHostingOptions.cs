namespace Nexus.Reactive.Hosting;

/// <summary>The settings of the hosted clients and their feed, as they appear in a section of the configuration.</summary>
/// <remarks>The settings are read and validated once, when the host starts. An unknown key is an error.</remarks>
public sealed class NexusHostingOptions
{
    /// <summary><c>production</c>, <c>staging</c>, or the address of another server, such as <c>ws://127.0.0.1:9001/ws</c>. The default is <c>production</c>.</summary>
    public string Endpoint { get; set; } = "production";

    /// <summary>The client key. It is a secret: keep it in an environment variable, in user secrets or in <see cref="ClientKeyFile"/>, not in a file of the repository.</summary>
    public string? ClientKey { get; set; }

    /// <summary>A file that contains the client key, as container platforms mount secrets. White space around the key is ignored.</summary>
    public string? ClientKeyFile { get; set; }

    /// <summary>
    /// The symbols; at least one is required. Each symbol has one client. A symbol that is listed several times has as many clients, which are redundant lines:
    /// the feed has a gap only while none of them is connected.
    /// </summary>
    public IList<string> Symbols { get; } = [];

    /// <summary>The connection settings of each client.</summary>
    public NexusClientSettings Client { get; set; } = new();

    /// <summary>
    /// The maximum distance from the clock at which a timestamp is accepted immediately; see <see cref="NexusFeedOptions.MaxClockJump"/>. The default is 1
    /// hour.
    /// </summary>
    public TimeSpan MaxClockJump { get; set; } = new NexusFeedOptions().MaxClockJump;

    /// <summary>The limits of the health check. A reload of the configuration changes them immediately.</summary>
    public NexusHealthSettings Health { get; set; } = new();

    /// <summary>
    /// The action of the host after an exception from a subscriber. The exception is always logged. The default is <see cref="SubscriberFaultBehavior.Log"/>.
    /// </summary>
    public SubscriberFaultBehavior SubscriberFaults { get; set; }

    /// <summary>The names and values of the configuration that could not be read.</summary>
    internal List<string> ReadFaults { get; } = [];
}
