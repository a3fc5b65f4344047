namespace Nexus.Examples.Tests.Desk.Page;

/// <summary>One browser for all tests of the page. They are skipped where there is none.</summary>
[SetUpFixture]
internal sealed class DeskBrowser
{
    private static Chromium? _browser;

    [OneTimeSetUp]
    public async Task StartBrowser()
    {
        if (Chromium.Find() is { } path)
            _browser = await Chromium.StartAsync(path);
        else
            Assert.Ignore("No chromium on the PATH: the desk's page is not tested in a browser. Debian's package is called chromium.");
    }

    [OneTimeTearDown]
    public async Task StopBrowser()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
    }

    public static Chromium Browser => _browser!;

    public static Task<BrowserPage> OpenAsync(Uri address) => _browser!.OpenAsync(address);
}
