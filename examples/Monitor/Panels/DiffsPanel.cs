using System.Collections.Immutable;
using System.Reactive.Linq;
using Nexus.Monitoring.Input;
using Nexus.Monitoring.Drawing;
using Nexus.Reactive;

namespace Nexus.Monitoring.Panels;

/// <summary>The number of diffs of the selected symbol in each second of the exchange's clock, newest at the right.</summary>
internal sealed class DiffsPanel : FeedPanel
{
    private const int Kept = 60;
    private const string Heights = "▁▂▃▄▅▆▇█";

    private readonly Selection _selection;
    private readonly BySymbol<ImmutableList<int>> _perSecond = new([]);

    public DiffsPanel(NexusFeed feed, Func<Symbol, bool> isShown, Selection selection)
        : base("feed.Books.Diffs()", "diffs")
    {
        _selection = selection;
        Subscriptions.Add(feed.Books.Diffs().Where(diff => isShown(diff.Symbol)).Buffer(TimeSpan.FromSeconds(1), feed.Clock).Subscribe(Add, static _ => { }));
    }

    protected override void Draw(Sheet sheet)
    {
        var perSecond = _perSecond[_selection.Current];
        var rate = perSecond.IsEmpty ? Plain.None : perSecond[0].Text();
        sheet.Put(rate.PadLeft(3), Theme.Strong).Put(" per second ", Theme.Header);
        var shown = perSecond.Take(sheet.Room).Reverse().ToList();
        var most = Math.Max(1, shown.DefaultIfEmpty().Max());
        foreach (var count in shown)
            sheet.Put(Heights[count * (Heights.Length - 1) / most].ToString(), count == 0 ? Theme.Down : Theme.Code);
    }

    private void Add(IList<BookDiff> second)
    {
        var counts = second.CountBy(static diff => diff.Symbol).ToDictionary();
        foreach (var symbol in _perSecond.Symbols.Union(counts.Keys).ToList())
            _perSecond.Update(symbol, perSecond => perSecond.Remember(counts.GetValueOrDefault(symbol), Kept));
    }
}
