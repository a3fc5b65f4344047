using System.Globalization;

namespace Nexus.Reactive.Nats;

/// <summary>The lag of a reader.</summary>
/// <param name="Symbol">The symbol that is read.</param>
/// <param name="Sequence">The sequence of the message that was just delivered.</param>
/// <param name="Pending">The number of messages in the log that this reader had not received when the message was sent.</param>
/// <param name="Age">The time from the message's arrival at the gateway to its delivery here, according to the clocks of the two machines.</param>
public readonly record struct BusLag(Symbol Symbol, ulong Sequence, long Pending, TimeSpan Age) : IHasSymbol
{
    /// <summary>Symbol, sequence, pending messages and age in one line, independent of culture.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Symbol} {Sequence} pending {Pending} age {Age.TotalMilliseconds:0.###} ms");
}
