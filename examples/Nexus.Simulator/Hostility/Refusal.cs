using Nexus.Simulator.Wire;

namespace Nexus.Simulator.Hostility;

/// <summary>Refuses every key with a status: 401, 403, 404, 503, whatever.</summary>
public sealed class Refusal(int status) : WireBehaviour
{
    public override int? Refuse(string key, string symbol) => status;
}
