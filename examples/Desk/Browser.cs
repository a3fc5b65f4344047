using System.ComponentModel;
using System.Diagnostics;

namespace Nexus.Desk;

internal static class Browser
{
    /// <summary>Opens the desktop's browser where there is one; the address was printed in any case.</summary>
    public static void Open(Uri address)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true });
        }
        catch (Exception exception) when (exception is Win32Exception or PlatformNotSupportedException)
        {
            // A server has no desktop.
        }
    }
}
