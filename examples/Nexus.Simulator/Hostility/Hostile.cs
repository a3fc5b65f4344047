using Nexus.Simulator.Flow;
using Nexus.Simulator.Wire;

namespace Nexus.Simulator.Hostility;

/// <summary>Several misbehaviours, each with a chance: at each message, and at each key that is let in, the first whose chance comes up acts.</summary>
/// <param name="seed">Another seed, other mischief.</param>
/// <param name="otherwise">What acts when none does; nothing is wrong with it unless given.</param>
/// <param name="misdeeds">From 0 (never) to 1 (always). One that sends nothing of a message lets nobody else send it.</param>
public sealed class Hostile(int seed, WireBehaviour? otherwise, params (double Chance, WireBehaviour Behaviour)[] misdeeds) : WireBehaviour
{
    private readonly Lock _gate = new();
    private readonly Dice _dice = new((uint)seed);
    private readonly (double Chance, WireBehaviour Behaviour)[] _senders = [.. misdeeds.Where(static misdeed => misdeed.Behaviour is not Refusal)];
    private readonly WireBehaviour _otherwise = otherwise ?? Polite;

    public override int? Refuse(string key, string symbol)
    {
        foreach (var (chance, behaviour) in misdeeds)
        {
            if (behaviour.Refuse(key, symbol) is { } status && ComesUp(chance))
                return status;
        }

        return _otherwise.Refuse(key, symbol);
    }

    public override ValueTask SendAsync(Connection connection, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        foreach (var (chance, behaviour) in _senders)
        {
            if (ComesUp(chance))
                return behaviour.SendAsync(connection, message, cancellationToken);
        }

        return _otherwise.SendAsync(connection, message, cancellationToken);
    }

    // Connections send side by side.
    private bool ComesUp(double chance)
    {
        lock (_gate)
            return _dice.Chance(chance);
    }
}
