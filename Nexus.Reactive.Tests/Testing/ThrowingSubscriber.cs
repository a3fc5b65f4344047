using System.Reactive;
using System.Reactive.Linq;

namespace Nexus.Reactive.Tests.Testing;

/// <summary>A subscriber that throws, as a stream that marbles can draw.</summary>
internal static class ThrowingSubscriber
{
    /// <summary>What a subscriber sees that throws at an item.</summary>
    public static IObservable<T> WithSubscriberThatThrows<T>(this IObservable<T> source, Exception error, T at) =>
        WithSubscriberThatThrows(source, error, seen => seen.Kind == NotificationKind.OnNext && EqualityComparer<T>.Default.Equals(seen.Value, at));

    /// <summary>What a subscriber sees that throws at its stream's end.</summary>
    public static IObservable<T> WithSubscriberThatThrowsAtTheEnd<T>(this IObservable<T> source, Exception error) =>
        WithSubscriberThatThrows(source, error, static seen => seen.Kind != NotificationKind.OnNext);

    // An operator of Rx would catch the exception; a subscription does not.
    private static IObservable<T> WithSubscriberThatThrows<T>(IObservable<T> source, Exception error, Func<Notification<T>, bool> throwsAt) =>
        Observable.Create<T>(observer =>
        {
            return source.Subscribe(
                item => Pass(Notification.CreateOnNext(item)),
                fault => Pass(Notification.CreateOnError<T>(fault)),
                () => Pass(Notification.CreateOnCompleted<T>()));

            void Pass(Notification<T> seen)
            {
                seen.Accept(observer);
                if (throwsAt(seen))
                    throw error;
            }
        });
}
