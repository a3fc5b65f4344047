using Nexus.Simulator.Flow;
using Nexus.Simulator.Wire;

namespace Nexus.Simulator.Hostility;

/// <summary>Several faults, each with a probability. For each message and each accepted key, the first fault that is drawn is applied.</summary>
/// <param name="seed">The seed of the random numbers.</param>
/// <param name="otherwise">The behavior when no fault is drawn; correct by default.</param>
/// <param name="misdeeds">The faults with their probabilities, from 0 (never) to 1 (always). A fault that does not send the message prevents the others from sending it.</param>
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

    // Connections send concurrently.
    private bool ComesUp(double chance)
    {
        lock (_gate)
            return _dice.Chance(chance);
    }
}
