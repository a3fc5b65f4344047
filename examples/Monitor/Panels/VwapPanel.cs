using System.Collections.Immutable;
using System.Globalization;
using System.Reactive.Linq;
using Nexus.Reactive;

namespace Nexus.Monitoring.Panels;

/// <summary>The last closed windows, newest first; windows with a gap are marked.</summary>
internal sealed class VwapPanel : FeedPanel
{
    private const int Kept = 100;

    private readonly Func<bool> _isNamed;
    private ImmutableList<VwapBar> _bars = [];

    public VwapPanel(NexusFeed feed, Func<Symbol, bool> isShown, Func<bool> isNamed)
        : base("feed.VwapTumbling(1s)")
    {
        _isNamed = isNamed;
        Subscriptions.Add(feed.VwapTumbling(PlainReport.Window).Where(bar => isShown(bar.Symbol)).Subscribe(Add, static _ => { }));
    }

    protected override void Draw(Sheet sheet)
    {
        var bars = _bars.Take(sheet.Height).ToList();
        var width = bars.Max(static bar => (int?)Rounded(bar).Length) ?? 0;
        foreach (var bar in bars)
        {
            sheet.Put(bar.Start.UtcDateTime.ToString("HH:mm:ss ", CultureInfo.InvariantCulture), Theme.Quiet);
            if (_isNamed())
                sheet.Put($"{bar.Symbol.Base,-4} ", Theme.Strong);
            sheet.Put(Rounded(bar).PadRight(width), bar.Close < bar.Open ? Theme.Down : Theme.Up)
                .Put($"{bar.TradeCount.ToString(CultureInfo.InvariantCulture),4}× ", Theme.Quiet);
            if (bar.HasGap)
                sheet.Put("gap", Theme.BadBadge);
            else if (!bar.IsComplete)
                sheet.Put("partial", Theme.Warning);
            else
                sheet.Put(bar.Volume.Text(), Theme.Quiet);
            sheet.EndLine();
        }
    }

    private void Add(VwapBar bar)
    {
        var grown = _bars.Insert(0, bar);
        _bars = grown.Count > Kept ? grown.RemoveAt(Kept) : grown;
    }

    // One more digit than the prices have; the plain report shows all digits.
    private static string Rounded(VwapBar bar) =>
        bar.Vwap is { } value ? decimal.Round(value, Math.Min(28, (bar.Close ?? 0).Scale + 1)).ToString(CultureInfo.InvariantCulture) : Plain.None;
}
