using System.Reactive.Disposables;
using System.Reactive.Linq;

namespace Nexus.Monitoring.Input;

/// <summary>The keys that are pressed in the terminal.</summary>
internal static class ConsoleKeys
{
    public static bool AreAvailable => !Console.IsInputRedirected;

    /// <summary>Reads keys on a thread of its own, because only a waiting read keeps the terminal from showing them.</summary>
    public static IObservable<ConsoleKeyInfo> Read() => Observable.Create<ConsoleKeyInfo>(static observer =>
    {
        var end = new BooleanDisposable();
        new Thread(() => Read(observer, end)) { IsBackground = true, Name = "keys" }.Start();
        return end;
    });

    private static void Read(IObserver<ConsoleKeyInfo> observer, BooleanDisposable end)
    {
        try
        {
            while (!end.IsDisposed)
                observer.OnNext(Console.ReadKey(intercept: true));
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException)
        {
            // The terminal was closed; the program continues without keys.
        }
    }
}
