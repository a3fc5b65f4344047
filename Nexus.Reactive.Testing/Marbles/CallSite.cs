namespace Nexus.Reactive.Testing;

/// <summary>Where in a test something was asked for.</summary>
internal sealed record CallSite(string Call, string Member, string File, int Line)
{
    /// <summary>In the form of a stack trace, which editors open by a click.</summary>
    public override string ToString() => $"   at {Member} in {File}:line {Line}";
}
