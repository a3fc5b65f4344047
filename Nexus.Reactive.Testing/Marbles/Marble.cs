namespace Nexus.Reactive.Testing;

/// <summary>One character of a diagram at its frame: a value's letter, <c>|</c> for completion or <c>#</c> for an error.</summary>
/// <param name="Frame">The number of frames since the start; negative before a hot diagram's <c>^</c>.</param>
/// <param name="Character">The character.</param>
public readonly record struct Marble(long Frame, char Character)
{
    internal const char Nothing = '-';
    internal const char Completion = '|';
    internal const char Failure = '#';
    internal const char Subscription = '^';
    internal const char Unsubscription = '!';
    internal const char GroupStart = '(';
    internal const char GroupEnd = ')';

    /// <summary>Whether the marble ends the stream.</summary>
    public bool IsTerminal => Character is Completion or Failure;

    /// <summary>Returns whether a character may represent a value: all except <c>- | # ^ ! ( )</c>, space and control characters.</summary>
    public static bool IsValue(char symbol) =>
        symbol is not (Nothing or Completion or Failure or Subscription or Unsubscription or GroupStart or GroupEnd)
        && !char.IsWhiteSpace(symbol) && !char.IsControl(symbol) && !char.IsSurrogate(symbol);
}
