using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Nexus.Examples.Tests.Monitor;

/// <summary>A picture as text, without colors.</summary>
internal static class PictureText
{
    /// <summary>Returns the lines without the spaces at their ends.</summary>
    public static string[] Of(IRenderable picture, int width)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No });
        console.Profile.Width = width;
        console.Write(picture);
        return [.. text.ToString().TrimEnd().Split('\n').Select(static line => line.TrimEnd())];
    }
}
