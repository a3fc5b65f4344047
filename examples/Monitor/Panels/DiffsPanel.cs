using System.Collections.Immutable;
using System.Globalization;
using System.Reactive.Linq;
using Nexus.Reactive;

namespace Nexus.Monitoring.Panels;

/// <summary>The number of diffs per second, on the exchange's clock.</summary>
internal sealed class DiffsPanel : FeedPanel
{
    private const int Kept = 60;
    private const string Heights = "▁▂▃▄▅▆▇█";

    private ImmutableList<int> _perSecond = [];

    public DiffsPanel(NexusFeed feed, Func<Symbol, bool> isShown)
        : base("feed.Books.Diffs()") =>
        Subscriptions.Add(feed.Books.Diffs().Where(diff => isShown(diff.Symbol)).Buffer(TimeSpan.FromSeconds(1), feed.Clock).Subscribe(second => Add(second.Count), static _ => { }));

    protected override void Draw(Sheet sheet)
    {
        var perSecond = _perSecond;
        sheet.Put(perSecond.IsEmpty ? "    " : $"{perSecond[0].ToString(CultureInfo.InvariantCulture),4}", Theme.Strong).Put("/s ", Theme.Quiet);
        var shown = perSecond.Take(sheet.Width - 8).Reverse().ToList();
        var most = Math.Max(1, shown.DefaultIfEmpty().Max());
        foreach (var count in shown)
            sheet.Put(Heights[count * (Heights.Length - 1) / most].ToString(), count == 0 ? Theme.Down : Theme.Code);
    }

    private void Add(int count)
    {
        var grown = _perSecond.Insert(0, count);
        _perSecond = grown.Count > Kept ? grown.RemoveAt(Kept) : grown;
    }
}
