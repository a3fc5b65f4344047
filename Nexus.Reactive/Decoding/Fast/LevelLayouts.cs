namespace Nexus.Reactive;

/// <summary>The layouts in which programs print levels.</summary>
internal static class LevelLayouts
{
    public readonly struct Compact : ILevelLayout
    {
        public static bool IsQuantityFirst => false;

        public static string First => "{\"price\":";

        public static string Middle => ",\"quantity\":";

        public static string Joint => "},{\"price\":";
    }

    public readonly struct Spaced : ILevelLayout
    {
        public static bool IsQuantityFirst => false;

        public static string First => "{\"price\": ";

        public static string Middle => ", \"quantity\": ";

        public static string Joint => "}, {\"price\": ";
    }

    public readonly struct CompactQuantityFirst : ILevelLayout
    {
        public static bool IsQuantityFirst => true;

        public static string First => "{\"quantity\":";

        public static string Middle => ",\"price\":";

        public static string Joint => "},{\"quantity\":";
    }

    public readonly struct SpacedQuantityFirst : ILevelLayout
    {
        public static bool IsQuantityFirst => true;

        public static string First => "{\"quantity\": ";

        public static string Middle => ", \"price\": ";

        public static string Joint => "}, {\"quantity\": ";
    }
}
