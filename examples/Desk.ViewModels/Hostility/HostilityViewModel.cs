using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>Lets the simulated exchange misbehave, to show what the screen does then.</summary>
public sealed class HostilityViewModel : ViewModel<HostilityState>
{
    private readonly Subject<HostileAct> _acts = new();

    internal HostilityViewModel(IHostility? hostility, Screen screen, Action<Exception> onFault)
        : base(new HostilityState(hostility is not null, 0, null))
    {
        if (hostility is not null)
            Subscriptions.Add(_acts.SelectMany(act => Perform(hostility, act, screen)).Isolate(onFault).Subscribe(message => Show(State with { Running = State.Running - 1, Message = message })));
    }

    public void Perform(HostileAct act)
    {
        if (!State.IsAvailable)
            return;
        Show(State with { Running = State.Running + 1, Message = $"{Name(act)} …" });
        _acts.OnNext(act);
    }

    public static string Name(HostileAct act) => act == HostileAct.WildClock ? "Wild clock" : act.ToString();

    private static IObservable<string> Perform(IHostility hostility, HostileAct act, Screen screen) =>
        Observable.FromAsync(cancellation => hostility.RunAsync(act, cancellation), ImmediateScheduler.Instance)
            .Select(_ => $"{Name(act)} is over.")
            .Catch((Exception error) => Observable.Return($"{Name(act)} failed: {error.Message}"))
            .ObserveOn(screen.Ui);
}
