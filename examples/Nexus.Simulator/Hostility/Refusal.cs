using Nexus.Simulator.Wire;

namespace Nexus.Simulator.Hostility;

/// <summary>Refuses every key with a status, such as 401, 403, 404 or 503.</summary>
public sealed class Refusal(int status) : WireBehaviour
{
    public override int? Refuse(string key, string symbol) => status;
}
