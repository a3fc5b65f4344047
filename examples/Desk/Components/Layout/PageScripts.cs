using Microsoft.JSInterop;

namespace Nexus.Desk.Components;

/// <summary>The scripts that belong to the whole page: the keys, and the sizes of the panels.</summary>
internal sealed class PageScripts(IJSRuntime browser)
{
    private static readonly string[] Modules = ["./js/keys.js", "./js/layout.js"];

    /// <summary>Starts the scripts. They end with the page.</summary>
    public async Task StartAsync()
    {
        try
        {
            foreach (var module in Modules)
            {
                await using var script = await browser.InvokeAsync<IJSObjectReference>("import", module);
                await script.InvokeVoidAsync("create");
            }
        }
        catch (Exception exception) when (exception is JSDisconnectedException or TaskCanceledException)
        {
            // The page is closed already.
        }
    }
}
