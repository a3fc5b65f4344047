using System.Collections.Immutable;

namespace Nexus.Desk.ViewModels;

/// <summary>The trade tape: every trade, in one batch per frame.</summary>
public sealed class TapeViewModel : ViewModel<TapeState>
{
    private readonly int _length;
    private long _count;

    public TapeViewModel(IObservable<Print> prints, Screen screen, int length = 60)
        : base(TapeState.Empty)
    {
        _length = length;
        Subscriptions.Add(prints.Batches(screen).Subscribe(Apply));
    }

    private void Apply(IList<Print> batch)
    {
        var precision = State.Precision;
        foreach (var print in batch)
        {
            if (print.Trade is { } trade)
                precision = precision.With(trade.Price, trade.Quantity);
        }

        var first = _count + 1;
        _count += batch.Count;
        var rows = batch.Select((print, i) => new TapeRow(first + i, print)).Reverse().Concat(State.Rows).Take(_length).ToImmutableArray();
        Show(new TapeState(rows, rows.Max(static row => row.Print.Trade?.Quantity ?? 0), precision));
    }
}
