using System.Reactive.Disposables;
using Nexus.Monitoring.Drawing;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Nexus.Monitoring.Panels;

/// <summary>A part of the screen whose title is the code that provides its data. It is updated on the feed's thread and drawn on another thread.</summary>
/// <param name="code">The title.</param>
/// <param name="name">The title where the code does not fit.</param>
internal abstract class FeedPanel(string code, string name) : IDisposable
{
    // What a border and a space at each side need.
    private const int Frame = 4;

    protected CompositeDisposable Subscriptions { get; } = [];

    public void Dispose() => Subscriptions.Dispose();

    public IRenderable Render(int width, int height)
    {
        if (width <= Frame || height < 3)
            return new Text("");
        var sheet = new Sheet(width - Frame, height - 2);
        Draw(sheet);
        var room = width - Frame - 2;
        return new Panel(sheet.Content)
        {
            Header = new PanelHeader($"[{Theme.Code.ToMarkup()}] {Markup.Escape(code.Length <= room ? code : Plain.Fit(name, room))} [/]"),
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
}
