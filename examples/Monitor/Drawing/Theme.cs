using Nexus.Reactive;
using Spectre.Console;

namespace Nexus.Monitoring.Drawing;

/// <summary>The colors. Each has one meaning and is never the only indication of it.</summary>
internal static class Theme
{
    public static readonly Style Up = new(new Color(63, 185, 80));
    public static readonly Style Down = new(new Color(248, 81, 73));
    public static readonly Style Quiet = new(new Color(128, 134, 142));
    public static readonly Style Header = Quiet;
    public static readonly Style Strong = new(decoration: Decoration.Bold);
    public static readonly Style Code = new(new Color(88, 166, 255));
    public static readonly Style Warning = new(new Color(227, 179, 65));
    public static readonly Style GoodBadge = new(Color.Black, new Color(63, 185, 80), Decoration.Bold);
    public static readonly Style WarningBadge = new(Color.Black, new Color(227, 179, 65), Decoration.Bold);
    public static readonly Style BadBadge = new(Color.White, new Color(208, 40, 40), Decoration.Bold);

    public static Style Of(Side side) => side == Side.Buy ? Up : Down;

    public static Style Of(ConnectionStatus status) => status switch
    {
        ConnectionStatus.Connected => Up,
        ConnectionStatus.Connecting or ConnectionStatus.Stale => Warning,
        _ => Down,
    };
}
