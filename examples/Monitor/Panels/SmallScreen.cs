using Nexus.Monitoring.Drawing;
using Nexus.Monitoring.Input;
using Nexus.Reactive;
using Spectre.Console.Rendering;

namespace Nexus.Monitoring.Panels;

/// <summary>The selected symbol in a few lines, for a terminal that is too small for panels.</summary>
internal sealed class SmallScreen(Quotes quotes, Selection selection, Connections connections)
{
    private const string TooSmall = "too small";

    public IRenderable Render(int width, int height)
    {
        var sheet = new Sheet(width, height);
        var symbol = selection.Current;
        var quote = quotes[symbol];
        var prices = $"{(quote.Book?.BestBid?.Price).Text()} {(quote.Book?.BestAsk?.Price).Text()}";
        if (width < Math.Max(TooSmall.Length, prices.Length))
        {
            sheet.Put(Plain.Fit(TooSmall, width));
            return sheet.Content;
        }

        sheet.Put(Plain.Fit(prices, width), Theme.Strong).EndLine();
        sheet.Put(Plain.Fit(symbol?.ToString() ?? "", width)).EndLine();
        if (connections.Worst is { } status)
            sheet.Put(Plain.Fit(Badge.Of(status).Name, width), Theme.Of(status)).EndLine();
        if (connections.Worst is { } and not ConnectionStatus.Connected)
            sheet.Put(Plain.Fit($"silent for {((long)connections.Silence.TotalSeconds).Text()} s", width), Theme.Warning);
        return sheet.Content;
    }
}
