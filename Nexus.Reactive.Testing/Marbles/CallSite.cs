namespace Nexus.Reactive.Testing;

/// <summary>The position of a call in a test.</summary>
internal sealed record CallSite(string Call, string Member, string File, int Line)
{
    /// <summary>Returns the position in the form of a stack trace line, which editors display as a link.</summary>
    public override string ToString() => $"   at {Member} in {File}:line {Line}";
}
