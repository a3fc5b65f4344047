using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The answers of an order gateway, which may be late, fail or never come.</summary>
internal static class OrderAnswers
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Sends a request and returns its answer on the UI's context; a failure becomes the sentence that says what is known.</summary>
    /// <param name="screen">The screen.</param>
    /// <param name="request">Sends the request.</param>
    /// <param name="what">What the request does, such as <c>order 7 was canceled</c>.</param>
    /// <param name="answered">Returns the result for an answer.</param>
    /// <param name="failed">Returns the result for a failure.</param>
    public static IObservable<TResult> Ask<TAnswer, TResult>(
        Screen screen, Func<CancellationToken, Task<TAnswer>> request, string what, Func<TAnswer, TResult> answered, Func<string, TResult> failed) =>
        Observable.FromAsync(request, ImmediateScheduler.Instance)
            .Timeout(Patience, screen.Timer)
            .Select(answered)
            .Catch((Exception error) => Observable.Return(failed(Describe(error, what))))
            .ObserveOn(screen.Ui);

    private static string Describe(Exception error, string what) => error switch
    {
        OrderGatewayException { MayBeExecuted: true } => $"It is not known whether {what}: {error.Message}",
        TimeoutException => $"It is not known whether {what}: no answer for {Patience.TotalSeconds:0} s",
        OperationCanceledException => $"It is not known whether {what}: the market has ended",
        _ => $"{char.ToUpperInvariant(what[0])}{what[1..].Replace(" was ", " was not ", StringComparison.Ordinal)}: {error.Message}",
    };
}
