using Nexus.Desk.ViewModels;

namespace Nexus.Desk.Sources;

/// <summary>The connection of the desk to what it shows.</summary>
internal interface IMarketConnection : IAsyncDisposable
{
    /// <summary>What the screens show; its markets exist before the connection starts.</summary>
    DeskSource Source { get; }

    /// <summary>Faults when the connection fails permanently.</summary>
    Task Failed { get; }

    /// <summary>Starts to connect; the exchange may start later.</summary>
    void Start();
}
