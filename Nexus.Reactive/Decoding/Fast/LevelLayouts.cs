namespace Nexus.Reactive;

/// <summary>The layouts in which programs print levels.</summary>
internal static class LevelLayouts
{
    public readonly struct Compact : ILevelLayout
    {
        public static bool IsQuantityFirst => false;

        public static ReadOnlySpan<byte> First => "{\"price\":"u8;

        public static ReadOnlySpan<byte> Middle => ",\"quantity\":"u8;

        public static ReadOnlySpan<byte> Joint => "},{\"price\":"u8;
    }

    public readonly struct Spaced : ILevelLayout
    {
        public static bool IsQuantityFirst => false;

        public static ReadOnlySpan<byte> First => "{\"price\": "u8;

        public static ReadOnlySpan<byte> Middle => ", \"quantity\": "u8;

        public static ReadOnlySpan<byte> Joint => "}, {\"price\": "u8;
    }

    public readonly struct CompactQuantityFirst : ILevelLayout
    {
        public static bool IsQuantityFirst => true;

        public static ReadOnlySpan<byte> First => "{\"quantity\":"u8;

        public static ReadOnlySpan<byte> Middle => ",\"price\":"u8;

        public static ReadOnlySpan<byte> Joint => "},{\"quantity\":"u8;
    }

    public readonly struct SpacedQuantityFirst : ILevelLayout
    {
        public static bool IsQuantityFirst => true;

        public static ReadOnlySpan<byte> First => "{\"quantity\": "u8;

        public static ReadOnlySpan<byte> Middle => ", \"price\": "u8;

        public static ReadOnlySpan<byte> Joint => "}, {\"quantity\": "u8;
    }
}
