using System.ComponentModel;
using System.Reactive;
using System.Reactive.Disposables;
using System.Reactive.Subjects;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The whole screen: the symbol picker, and the panels of the selected symbol.</summary>
public sealed class DeskViewModel : INotifyPropertyChanged, IDisposable
{
    private static readonly PropertyChangedEventArgs MarketChanged = new(nameof(Market));

    private readonly IReadOnlyList<Market> _markets;
    private readonly Screen _screen;
    private readonly Subject<Unit> _changes = new();
    private readonly SerialDisposable _panels = new();

    public DeskViewModel(IReadOnlyList<Market> markets, Screen screen)
    {
        _markets = markets;
        _screen = screen;
        Symbols = new SymbolPickerViewModel(markets, screen);
        Symbols.PropertyChanged += OnPanelChanged;
        Market = Open(Symbols.State.Selected);
        Frames = _changes.Latest(screen);
    }

    public event PropertyChangedEventHandler? PropertyChanged;

    public SymbolPickerViewModel Symbols { get; }

    public MarketViewModel Market { get; private set; }

    /// <summary>
    /// Signals when to draw a whole view: at most once per frame, on the UI's context. Views that bind to each panel do not need it.
    /// </summary>
    public IObservable<Unit> Frames { get; }

    /// <summary>Shows the panels of another symbol; an unknown symbol is ignored.</summary>
    public void Select(Symbol symbol)
    {
        if (Symbols.State.Selected == symbol)
            return;
        Symbols.Select(symbol);
        if (Symbols.State.Selected != symbol)
            return;
        Market = Open(symbol);
        PropertyChanged?.Invoke(this, MarketChanged);
    }

    public void Dispose()
    {
        Symbols.Dispose();
        _panels.Dispose();
        _changes.Dispose();
    }

    private MarketViewModel Open(Symbol symbol)
    {
        var opened = new MarketViewModel(_markets.First(market => market.Symbol == symbol), _screen);
        foreach (var panel in opened.Panels)
            panel.PropertyChanged += OnPanelChanged;
        _panels.Disposable = opened;
        return opened;
    }

    private void OnPanelChanged(object? sender, PropertyChangedEventArgs e) => _changes.OnNext(Unit.Default);
}
