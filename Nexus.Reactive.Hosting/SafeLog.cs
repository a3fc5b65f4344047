namespace Nexus.Reactive.Hosting;

/// <summary>Writes log lines. An exception of a logger is dropped, so that the action after the line is not skipped.</summary>
internal static class SafeLog
{
    public static void Write(Action write)
    {
        try
        {
            write();
        }
#pragma warning disable CA1031 // A logger may throw any exception. The logger is the only place to report one, so it is dropped.
        catch (Exception)
#pragma warning restore CA1031
        {
            return;
        }
    }
}
