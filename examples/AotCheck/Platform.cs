using System.Globalization;
using System.Runtime;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AotCheck;

/// <summary>What the code runs on, so that a script can check that a setting had an effect.</summary>
internal static class Platform
{
    public static string Describe()
    {
        var width = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
        var collector = GCSettings.IsServerGC ? "server" : "workstation";
        var globalization = CultureInfo.GetCultureInfo("de-DE").NumberFormat.NumberDecimalSeparator == "," ? "full" : "invariant";
        return $"{RuntimeInformation.ProcessArchitecture}, vectors of {width} bits, {collector} collector, {globalization} globalization".ToLowerInvariant();
    }
}
