using System.ComponentModel;
using System.Reactive.Disposables;

namespace Nexus.Desk.ViewModels;

/// <summary>
/// A panel of the screen: an immutable state that is replaced on the UI's context. A view binds to <see cref="State"/>, requires no lock,
/// and detects a change by reference.
/// </summary>
public abstract class ViewModel<TState>(TState initial) : INotifyPropertyChanged, IDisposable
{
    private static readonly PropertyChangedEventArgs StateChanged = new(nameof(State));

    public event PropertyChangedEventHandler? PropertyChanged;

    public TState State { get; private set; } = initial;

    protected CompositeDisposable Subscriptions { get; } = [];

    public void Dispose()
    {
        Subscriptions.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Called when the state was replaced, before views are told.</summary>
    protected virtual void OnShown()
    {
    }

    protected void Show(TState state)
    {
        State = state;
        OnShown();
        PropertyChanged?.Invoke(this, StateChanged);
    }
}
