using System.Reactive.Disposables;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Nexus.Monitoring.Panels;

/// <summary>A part of the screen whose title is the code that provides its data. It is updated on the feed's thread and drawn on another thread.</summary>
internal abstract class FeedPanel(string code) : IDisposable
{
    protected CompositeDisposable Subscriptions { get; } = [];

    public void Dispose() => Subscriptions.Dispose();

    public IRenderable Render(int width, int height)
    {
        if (width < 5 || height < 3)
            return new Text("");
        var sheet = new Sheet(Math.Max(0, width - 4), Math.Max(0, height - 2));
        Draw(sheet);
        return new Panel(sheet.Content)
        {
            Header = new PanelHeader($"[{Theme.Code.ToMarkup()}] {Markup.Escape(Fitting(code, width - 6))} [/]"),
            Border = BoxBorder.Rounded,
            BorderStyle = Theme.Quiet,
            Padding = new Padding(1, 0),
            Expand = true,
            Height = height,
            Width = width,
        };
    }

    /// <summary>Draws the current state.</summary>
    protected abstract void Draw(Sheet sheet);

    private static string Fitting(string text, int width) => text.Length <= width ? text : width < 2 ? "" : text[..(width - 1)] + "…";
}
