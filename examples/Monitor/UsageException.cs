namespace Nexus.Monitoring;

/// <summary>A fault in what the command line asks for: one line that names the option.</summary>
internal sealed class UsageException(string option, string fault) : Exception($"{option}: {fault}");
