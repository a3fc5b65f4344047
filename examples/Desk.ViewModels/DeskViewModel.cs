using System.ComponentModel;
using System.Reactive;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The whole screen: the symbol picker, the panels of the selected symbol, and the controls of the source.</summary>
public sealed class DeskViewModel : INotifyPropertyChanged, IDisposable
{
    private static readonly PropertyChangedEventArgs MarketChanged = new(nameof(Market));
    private static readonly PropertyChangedEventArgs SymbolsChanged = new(nameof(Symbols));
    private static readonly PropertyChangedEventArgs FaultChanged = new(nameof(Fault));

    private readonly Screen _screen;
    private readonly Subject<Unit> _changes = new();
    private readonly SerialDisposable _panels = new();
    private readonly SerialDisposable _faults = new();
    private readonly CompositeDisposable _subscriptions;
    private IReadOnlyList<Market> _markets = [];
    private bool _isShown = true;

    public DeskViewModel(IReadOnlyList<Market> markets, Screen screen)
        : this(new DeskSource(markets), screen)
    {
    }

    public DeskViewModel(DeskSource source, Screen screen)
    {
        ArgumentNullException.ThrowIfNull(source);
        Source = source;
        _screen = screen;
        Playback = new PlaybackViewModel(source.Player, screen, Report);
        Hostility = new HostilityViewModel(source.Hostility, screen, Report);
        Playback.PropertyChanged += OnPanelChanged;
        Hostility.PropertyChanged += OnPanelChanged;
        Frames = _changes.Latest(screen).Where(_ => _isShown).Isolate(Report);

        // The current markets arrive at once, later ones on the UI's context.
        using (source.Markets.Subscribe(markets => _markets = markets))
        {
        }

        Symbols = OpenSymbols(_markets[0].Symbol);
        Market = OpenMarket(_markets[0].Symbol);
        WatchFaults();
        _subscriptions = [_panels, _faults, Playback, Hostility, source.Markets.ObserveOn(screen.Ui).Isolate(Report).Subscribe(Reopen)];
    }

    public event PropertyChangedEventHandler? PropertyChanged;

    public DeskSource Source { get; }

    public SymbolPickerViewModel Symbols { get; private set; }

    public MarketViewModel Market { get; private set; }

    public PlaybackViewModel Playback { get; }

    public HostilityViewModel Hostility { get; }

    /// <summary>
    /// Signals when to draw a whole view: at most once per frame, on the UI's context, and not while the view is hidden. Views that bind to each panel do not
    /// need it.
    /// </summary>
    public IObservable<Unit> Frames { get; }

    /// <summary>
    /// Whether the view can be seen. While it is hidden, such as in a background tab or minimized, <see cref="Frames"/> is silent; the panels stay current, so
    /// that one frame shows everything when it is seen again.
    /// </summary>
    public bool IsShown
    {
        get => _isShown;
        set
        {
            if (value == _isShown)
                return;
            _isShown = value;
            if (value)
                _changes.OnNext(Unit.Default);
        }
    }

    /// <summary>The last exception that ended a panel's subscription, in one line; null if there is none. The other panels continue.</summary>
    public string? Fault { get; private set; }

    /// <summary>Shows the panels of another symbol; an unknown symbol is ignored.</summary>
    public void Select(Symbol symbol)
    {
        if (Symbols.State.Selected == symbol)
            return;
        Symbols.Select(symbol);
        if (Symbols.State.Selected != symbol)
            return;
        Market = OpenMarket(symbol);
        PropertyChanged?.Invoke(this, MarketChanged);
    }

    public void Dispose()
    {
        _subscriptions.Dispose();
        Symbols.Dispose();
        _changes.Dispose();
    }

    private void Reopen(IReadOnlyList<Market> markets)
    {
        if (ReferenceEquals(markets, _markets))
            return;
        var selected = Symbols.State.Selected;
        _markets = markets;
        Symbols.Dispose();
        Symbols = OpenSymbols(selected);
        Market = OpenMarket(selected);
        WatchFaults();
        PropertyChanged?.Invoke(this, SymbolsChanged);
        PropertyChanged?.Invoke(this, MarketChanged);
        _changes.OnNext(Unit.Default);
    }

    private SymbolPickerViewModel OpenSymbols(Symbol selected)
    {
        var symbols = new SymbolPickerViewModel(_markets, _screen);
        symbols.Select(selected);
        symbols.PropertyChanged += OnPanelChanged;
        return symbols;
    }

    private MarketViewModel OpenMarket(Symbol symbol)
    {
        var opened = new MarketViewModel(_markets.First(market => market.Symbol == symbol), _screen, Source.Player, Symbols.GetFreshness(symbol));
        foreach (var panel in opened.Panels)
            panel.PropertyChanged += OnPanelChanged;
        _panels.Disposable = opened;
        return opened;
    }

    // The end of a feed is no fault of a panel: the connection's status tells it.
    private void WatchFaults() => _faults.Disposable = _markets.Select(static market => market.Feed.SubscriberFaults.Catch(Observable.Empty<SubscriberFault>())).Merge()
        .ObserveOn(_screen.Ui).Isolate(static _ => { }).Subscribe(fault => Report(fault.Exception));

    private void Report(Exception exception)
    {
        Fault = $"{exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}";
        PropertyChanged?.Invoke(this, FaultChanged);
        _changes.OnNext(Unit.Default);
    }

    private void OnPanelChanged(object? sender, PropertyChangedEventArgs e) => _changes.OnNext(Unit.Default);
}
