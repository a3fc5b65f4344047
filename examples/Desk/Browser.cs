using System.ComponentModel;
using System.Diagnostics;

namespace Nexus.Desk;

internal static class Browser
{
    /// <summary>Opens the default browser if there is one. The program always prints the address.</summary>
    public static void Open(Uri address)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true });
        }
        catch (Exception exception) when (exception is Win32Exception or PlatformNotSupportedException)
        {
            // A server has no browser.
        }
    }
}
