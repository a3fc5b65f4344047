using Spectre.Console.Rendering;

namespace Nexus.Monitoring.Drawing;

/// <summary>Limits the height of an element that would fill the whole screen.</summary>
internal sealed class Sized(IRenderable content, int height) : IRenderable
{
    public Measurement Measure(RenderOptions options, int maxWidth) => content.Measure(With(options), maxWidth);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => content.Render(With(options), maxWidth);

    private RenderOptions With(RenderOptions options) => options with { Height = height };
}
