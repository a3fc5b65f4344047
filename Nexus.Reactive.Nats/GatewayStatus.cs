using System.Globalization;

namespace Nexus.Reactive.Nats;

/// <summary>What a gateway is doing.</summary>
public abstract record GatewayStatus
{
    private GatewayStatus()
    {
    }

    /// <summary>Another gateway leads; this one takes over when that one's lease ends.</summary>
    public sealed record Standby : GatewayStatus
    {
        /// <inheritdoc/>
        public override string ToString() => "Standby";
    }

    /// <summary>This gateway publishes the symbol.</summary>
    /// <param name="Epoch">Its term.</param>
    public sealed record Leading(long Epoch) : GatewayStatus
    {
        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Leading epoch {Epoch}");
    }

    /// <summary>The bus does not answer. The gateway keeps what arrives, up to <see cref="NexusBusOptions.BufferMessages"/>, and publishes it when the bus is back.</summary>
    /// <param name="Reason">The reason in one line.</param>
    public sealed record BusAway(string Reason) : GatewayStatus
    {
        /// <inheritdoc/>
        public override string ToString() => $"Bus away: {Reason}";
    }

    /// <summary>Another gateway took over. This one goes back to standby.</summary>
    public sealed record Deposed : GatewayStatus
    {
        /// <inheritdoc/>
        public override string ToString() => "Deposed";
    }
}
