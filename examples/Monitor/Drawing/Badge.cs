using System.Globalization;
using Nexus.Monitoring.Sources;
using Nexus.Reactive;
using Spectre.Console;

namespace Nexus.Monitoring.Drawing;

/// <summary>A state in one or two words, in the color of its kind.</summary>
internal readonly record struct Badge(string Name, Style Style)
{
    public static Badge Of(ConnectionStatus status) => new(status.GetType().Name.ToUpperInvariant(), status switch
    {
        ConnectionStatus.Connected => Theme.GoodBadge,
        ConnectionStatus.Connecting or ConnectionStatus.Stale => Theme.WarningBadge,
        _ => Theme.BadBadge,
    });

    public static Badge Of(Playback playback) => playback.IsPaused
        ? new Badge("PAUSED", Theme.WarningBadge)
        : new Badge(string.Create(CultureInfo.InvariantCulture, $"PLAYING {playback.Speed}×"), Theme.GoodBadge);

    public void Draw(Sheet sheet) => sheet.Put($" ● {Name} ", Style);
}
