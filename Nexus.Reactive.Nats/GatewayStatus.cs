using System.Globalization;

namespace Nexus.Reactive.Nats;

/// <summary>The status of a gateway.</summary>
public abstract record GatewayStatus
{
    private GatewayStatus()
    {
    }

    /// <summary>Another gateway is the leader. This gateway takes over when the leader's lease expires.</summary>
    public sealed record Standby : GatewayStatus
    {
        /// <inheritdoc/>
        public override string ToString() => "Standby";
    }

    /// <summary>This gateway publishes the symbol.</summary>
    /// <param name="Epoch">The epoch of the gateway.</param>
    public sealed record Leading(long Epoch) : GatewayStatus
    {
        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Leading epoch {Epoch}");
    }

    /// <summary>
    /// The bus does not respond. The gateway buffers up to <see cref="NexusBusOptions.BufferMessages"/> messages and publishes them when the bus is available
    /// again.
    /// </summary>
    /// <param name="Reason">The reason in one line.</param>
    public sealed record BusAway(string Reason) : GatewayStatus
    {
        /// <inheritdoc/>
        public override string ToString() => $"Bus unavailable: {Reason}";
    }

    /// <summary>Another gateway took over. This gateway returns to standby.</summary>
    public sealed record Deposed : GatewayStatus
    {
        /// <inheritdoc/>
        public override string ToString() => "Deposed";
    }
}
