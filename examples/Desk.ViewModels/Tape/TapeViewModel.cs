using System.Reactive.Disposables;
using System.Reactive.Linq;

namespace Nexus.Desk.ViewModels;

/// <summary>The trade tape: every trade, or only large ones, in one batch per frame. Another filter applies to the trades that the market remembers, too.</summary>
public sealed class TapeViewModel : ViewModel<TapeState>
{
    private readonly Market _market;
    private readonly Screen _screen;
    private readonly int _length;
    private readonly SerialDisposable _source = new();

    public TapeViewModel(Market market, Screen screen, int length = 60)
        : base(TapeState.Empty)
    {
        _market = market;
        _screen = screen;
        _length = length;
        Subscriptions.Add(_source);
        Restart();
    }

    /// <summary>The rows for a list control, newest first.</summary>
    public RowList<long, TapeRow> Rows { get; } = new(static row => row.Number);

    /// <summary>Shows only trades of at least this quantity; 0 shows all, and a negative number is ignored.</summary>
    public void Filter(decimal minQuantity)
    {
        if (minQuantity < 0 || minQuantity == State.MinQuantity)
            return;
        Show(State with { Rows = [], MinQuantity = minQuantity });
        Restart();
    }

    /// <summary>Joins the trades of one order of the taker in one line, or shows each trade.</summary>
    public void Aggregate(bool isAggregated)
    {
        if (isAggregated == State.IsAggregated)
            return;
        Show(State with { Rows = [], IsAggregated = isAggregated });
        Restart();
    }

    protected override void OnShown() => Rows.Update(State.Rows);

    private void Restart()
    {
        var smallest = State.MinQuantity;
        _source.Disposable = (State.IsAggregated ? _market.Sweeps : _market.Prints)
            .Where(row => row.Print.Gap is not null || row.Print.Quantity >= smallest).Batches(_screen, _market.Feed).Subscribe(Apply);
    }

    private void Apply(IList<TapeRow> batch)
    {
        var precision = State.Precision;
        foreach (var (_, print) in batch)
            precision = precision.With(print.Price ?? 0, print.Quantity);

        var rows = batch.Reverse().Concat(State.Rows).Take(_length).ToArray();
        Show(State with { Rows = [.. rows], LargestQuantity = rows.Max(static row => row.Print.Quantity), Precision = precision });
    }
}
