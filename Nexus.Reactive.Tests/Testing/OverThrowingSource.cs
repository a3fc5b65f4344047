using System.Reactive;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>An operator with a source that throws from its Subscribe.</summary>
/// <param name="Output">The operator's output.</param>
/// <param name="HasOtherSubscription">Whether the operator is subscribed to its other source, if it has one.</param>
internal sealed record OverThrowingSource(IObservable<Unit> Output, Func<bool> HasOtherSubscription);
