namespace Nexus.Reactive;

/// <summary>The text around a level's two numbers in one program's layout. Each text has at most 16 characters.</summary>
internal interface ILevelLayout
{
    static abstract bool IsQuantityFirst { get; }

    /// <summary>The text before a side's first number.</summary>
    static abstract ReadOnlySpan<byte> First { get; }

    /// <summary>The text between a level's numbers.</summary>
    static abstract ReadOnlySpan<byte> Middle { get; }

    /// <summary>The text between a level's last number and the next level's first.</summary>
    static abstract ReadOnlySpan<byte> Joint { get; }
}
