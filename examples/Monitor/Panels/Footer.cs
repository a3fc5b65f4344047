using Nexus.Monitoring.Drawing;
using Nexus.Monitoring.Input;
using Spectre.Console.Rendering;

namespace Nexus.Monitoring.Panels;

/// <summary>The last line: the keys, and the source of the feed where it fits.</summary>
/// <param name="hints">The keys; none if there is no keyboard.</param>
/// <param name="caption">The source.</param>
internal sealed class Footer(Func<IEnumerable<Hint>> hints, string caption)
{
    private const int FewestLetters = 12;

    public IRenderable Render(int width)
    {
        var sheet = new Sheet(width, 1);
        sheet.Put(" ");
        var keys = hints().ToList();
        foreach (var (key, effect) in keys)
        {
            if (key.Length + effect.Length + 3 <= sheet.Room)
                sheet.Put(key, Theme.Strong).Put($" {effect}  ", Theme.Quiet);
        }

        if (keys.Count == 0)
            sheet.PutWhole("Ctrl+C ends", Theme.Quiet);
        if (sheet.Room > FewestLetters)
            sheet.PutRight(Plain.Fit(caption, sheet.Room - 2) + " ", Theme.Quiet);
        return sheet.Content;
    }
}
