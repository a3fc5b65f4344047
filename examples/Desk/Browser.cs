using System.ComponentModel;
using System.Diagnostics;

namespace Nexus.Desk;

internal static class Browser
{
    /// <summary>Opens the default browser if there is one. The program prints the address in any case.</summary>
    public static void Open(Uri address)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true });
        }
        catch (Exception exception) when (exception is Win32Exception or PlatformNotSupportedException)
        {
            // There is no browser on a server.
        }
    }
}
