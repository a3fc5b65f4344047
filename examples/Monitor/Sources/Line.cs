using Nexus.Reactive;

namespace Nexus.Monitoring.Sources;

/// <summary>The connection of one symbol.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Status">The status, beginning with the current one.</param>
/// <param name="DelayName">What <paramref name="Delays"/> measures.</param>
/// <param name="Delays">The round trips of pings, or the age of messages on arrival.</param>
internal sealed record Line(Symbol Symbol, IObservable<ConnectionStatus> Status, string DelayName, IObservable<TimeSpan> Delays);
