using System.Runtime.Intrinsics;

namespace Nexus.Reactive;

/// <summary>How a program prints levels: what stands between the two numbers of one, and between a level's last number and the next one's first.</summary>
internal interface ILevelLayout
{
    static abstract bool IsQuantityFirst { get; }

    /// <summary>What stands before the first number.</summary>
    static abstract string First { get; }

    static abstract Vector128<byte> Middle { get; }

    static abstract int MiddleLength { get; }

    static abstract Vector128<byte> Joint { get; }

    static abstract int JointLength { get; }
}
