using System.Security.Cryptography;

namespace Nexus.Examples.Tests.Desk;

/// <summary>Tests that the vendored charting library is exactly the published file, with its license.</summary>
public sealed class VendoredScriptTests
{
    private static string Folder => Path.Combine(Repository.Root(), "examples", "Desk", "wwwroot", "lib", "lightweight-charts");

    [Test]
    public void The_charting_library_is_version_5_2_1_from_npm()
    {
        var script = File.ReadAllBytes(Path.Combine(Folder, "lightweight-charts.standalone.production.mjs"));

        Assert.That(Convert.ToHexStringLower(SHA256.HashData(script)), Is.EqualTo("1bb1ee79f9d4dd17261b53d930f7a8995748276f80e7ba0e24412b5068062f5f"));
    }

    [Test]
    public void The_vendored_script_has_its_license_and_notice_beside_it()
    {
        Assert.That(File.ReadAllText(Path.Combine(Folder, "LICENSE.txt")), Does.Contain("Apache License").And.Contain("Version 2.0, January 2004"));
        Assert.That(File.ReadAllText(Path.Combine(Folder, "NOTICE.txt")), Does.Contain("5.2.1").And.Contain("https://www.tradingview.com/"));
    }
}
