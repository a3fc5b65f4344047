using Microsoft.JSInterop;

namespace Nexus.Desk.Components;

/// <summary>The scripts that belong to the whole page: the keys, the sizes of the panels, and whether the tab can be seen.</summary>
internal sealed class PageScripts : IDisposable
{
    private readonly IJSRuntime _browser;
    private readonly DotNetObjectReference<Sight> _sight;

    /// <param name="browser">The browser.</param>
    /// <param name="onShown">Receives whether the tab can be seen, when that changes.</param>
    public PageScripts(IJSRuntime browser, Action<bool> onShown) => (_browser, _sight) = (browser, DotNetObjectReference.Create(new Sight(onShown)));

    /// <summary>Starts the scripts. They end with the page.</summary>
    public async Task StartAsync()
    {
        try
        {
            await StartAsync("./js/visibility.js", _sight);
            await StartAsync("./js/keys.js");
            await StartAsync("./js/layout.js");
        }
        catch (Exception exception) when (exception is JSDisconnectedException or TaskCanceledException or ObjectDisposedException)
        {
            // The page is closed already.
        }
    }

    public void Dispose() => _sight.Dispose();

    private async Task StartAsync(string module, params object[] arguments)
    {
        await using var script = await _browser.InvokeAsync<IJSObjectReference>("import", module);
        await script.InvokeVoidAsync("create", arguments);
    }

    /// <summary>What the script calls.</summary>
    internal sealed class Sight(Action<bool> onShown)
    {
        [JSInvokable]
        public void SetShown(bool isShown) => onShown(isShown);
    }
}
