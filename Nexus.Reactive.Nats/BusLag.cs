using System.Globalization;

namespace Nexus.Reactive.Nats;

/// <summary>How far a reader is behind.</summary>
/// <param name="Symbol">The symbol that is read.</param>
/// <param name="Sequence">The message that was just delivered.</param>
/// <param name="Pending">How many messages the log still held for this reader when the message was sent.</param>
/// <param name="Age">The time from the message's arrival at the gateway to its delivery here, by the two machines' clocks.</param>
public readonly record struct BusLag(Symbol Symbol, ulong Sequence, long Pending, TimeSpan Age) : IHasSymbol
{
    /// <summary>Symbol, sequence, pending messages and age in one line, independent of culture.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Symbol} {Sequence} pending {Pending} age {Age.TotalMilliseconds:0.###} ms");
}
