namespace Nexus.Reactive.Testing;

/// <summary>The differences of an operator by design. Each trait relaxes the rules that the design cannot keep.</summary>
[Flags]
public enum OperatorTraits
{
    /// <summary>The operator keeps every rule.</summary>
    None = 0,

    /// <summary>
    /// The operator delivers its items and terminals, or subscribes and disposes, one step later on its scheduler: <c>ObserveOn</c>, <c>SubscribeOn</c>.
    /// </summary>
    DeliversOnScheduler = 1,

    /// <summary>An exception that a subscriber throws does not reach the source.</summary>
    Isolates = 2,

    /// <summary>The operator handles its sources' errors instead of passing them on: <c>Catch</c>, <c>Retry</c>, <c>Materialize</c>, <c>OnErrorResumeNext</c>.</summary>
    HandlesErrors = 4,

    /// <summary>
    /// The operator subscribes to a source later, more than once, or not at all: <c>Concat</c>, <c>Repeat</c>, <c>DelaySubscription</c>, <c>Switch</c> over
    /// inner sources.
    /// </summary>
    SubscribesOnDemand = 8,

    /// <summary>The operator completes while its sources continue, because of a timer or another source: <c>TakeUntil</c>, <c>Take</c> with a duration.</summary>
    EndsByItself = 16,

    /// <summary>The operator fails with its own error, for example on an empty source or after a time limit: <c>FirstAsync</c>, <c>Timeout</c>.</summary>
    FailsByItself = 32,

    /// <summary>The operator does not complete when its sources have completed: <c>Repeat</c> without a count.</summary>
    NeverCompletes = 64,

    /// <summary>The operator emits no items, only a terminal: <c>IgnoreElements</c>.</summary>
    SendsNothing = 128,

    /// <summary>The subscriptions of the operator share state by design, also with later ones: <c>Replay(1).RefCount()</c>.</summary>
    SharesState = 256,

    /// <summary>The operator stays subscribed to its source after its subscribers have unsubscribed: <c>AutoConnect</c>.</summary>
    KeepsSource = 512,

    /// <summary>
    /// The operator drops items that a source emits from within its subscriber's OnNext, as Rx.NET's <c>TakeUntil(other)</c>, <c>SkipUntil</c>,
    /// <c>RetryWhen</c> and <c>RepeatWhen</c> do.
    /// </summary>
    DropsReentrantItems = 1024,

    /// <summary>
    /// The operator starts timers of the system by design, such as an overload without a scheduler. It must still emit on no other thread during a rule. The trait
    /// also stops the search for leaked timers of the system.
    /// </summary>
    OwnTimers = 2048,

    /// <summary>The operator changes items that it has received or emitted: it emits one buffer again and again, or extends a list that it has emitted.</summary>
    ChangesItems = 4096,

    /// <summary>The items depend on the current culture, such as texts for a user interface.</summary>
    UsesCulture = 8192,
}
