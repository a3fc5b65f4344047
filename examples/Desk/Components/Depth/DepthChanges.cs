using System.Collections.Immutable;
using System.Text;
using Nexus.Desk.ViewModels;

namespace Nexus.Desk.Components;

/// <summary>
/// The levels that the depth's script draws: of all levels in one column of pixels, the last one, whose sums contain the others. The picture is that of the
/// whole book, and a message does not grow with the book.
/// </summary>
internal sealed class DepthChanges
{
    /// <summary>The room that the script leaves beside the outermost levels, as a factor of their distance from the mid price.</summary>
    public const decimal Margin = 1.03m;

    // Before the script has told its width.
    private const int UsualPixels = 400;

    private (decimal? Mid, int Decimals, string Bids, string Asks)? _shown;

    /// <summary>Returns what to send; null if the script shows the same already.</summary>
    /// <param name="state">The book.</param>
    /// <param name="pixels">The width of the picture; 0 if it is not known.</param>
    public object? Since(DepthState state, int pixels)
    {
        var (bids, asks) = (Describe(state.Bids, state, pixels), Describe(state.Asks, state, pixels));
        var next = (state.Mid, state.Precision.Price, bids, asks);
        if (_shown == next)
            return null;
        _shown = next;
        return new { mid = state.Mid, decimals = state.Precision.Price, margin = Margin, bids, asks };
    }

    /// <summary>Returns the levels of one side that are drawn, best first. The best and the last level are always among them.</summary>
    public static IEnumerable<DepthPoint> Draw(ImmutableArray<DepthPoint> side, DepthState state, int pixels)
    {
        if (state is not { Mid: { } mid, Asks: [.., var highest], Bids: [.., var lowest] })
            return side;
        var reach = Math.Max(highest.Price - mid, mid - lowest.Price) * Margin;
        var perPrice = reach == 0 ? 0 : (pixels > 0 ? pixels : UsualPixels) / (2 * (double)reach);
        return side.Where((point, i) => i == 0 || i == side.Length - 1 || Column(point) != Column(side[i + 1]));

        int Column(DepthPoint point) => (int)((double)(point.Price - mid + reach) * perPrice);
    }

    // "price total notional" of each level, separated by semicolons: a third shorter than lists of texts.
    private static string Describe(ImmutableArray<DepthPoint> side, DepthState state, int pixels)
    {
        var text = new StringBuilder();
        foreach (var point in Draw(side, state, pixels))
        {
            text.Append(text.Length > 0 ? ";" : "").Append(Show.Plain(point.Price, state.Precision.Price))
                .Append(' ').Append(Show.Plain(point.Total, state.Precision.Quantity)).Append(' ').Append(Show.Plain(point.Notional, 2));
        }

        return text.ToString();
    }
}
