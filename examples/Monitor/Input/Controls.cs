using System.Globalization;
using Nexus.Monitoring.Sources;

namespace Nexus.Monitoring.Input;

/// <summary>The effects of the keys.</summary>
/// <param name="selection">The symbol shown in detail.</param>
/// <param name="playback">The playback; null if there is none.</param>
/// <param name="quit">Ends the program.</param>
internal sealed class Controls(Selection selection, Playback? playback, Action quit)
{
    private const int NumberedSymbols = 9;

    /// <summary>The keys that have an effect now.</summary>
    public IEnumerable<Hint> Hints
    {
        get
        {
            if (playback is not null)
            {
                yield return new Hint("space", playback.IsPaused ? "continue" : "pause");
                yield return new Hint("+", "faster");
                yield return new Hint("-", "slower");
            }

            if (selection.Count > 1)
                yield return new Hint(string.Create(CultureInfo.InvariantCulture, $"Tab 1-{Math.Min(selection.Count, NumberedSymbols)}"), "symbol");
            yield return new Hint("q", "quit");
        }
    }

    public void Press(ConsoleKeyInfo key)
    {
        switch (key.KeyChar)
        {
            case ' ':
                playback?.Toggle();
                break;
            case '+' or '=':
                playback?.PlayFaster();
                break;
            case '-' or '_':
                playback?.PlaySlower();
                break;
            case 'q' or 'Q':
                quit();
                break;
            case >= '1' and <= '9':
                selection.Choose(key.KeyChar - '1');
                break;
            default:
                if (key.Key == ConsoleKey.Tab)
                    selection.Move(key.Modifiers.HasFlag(ConsoleModifiers.Shift) ? -1 : 1);
                break;
        }
    }
}
