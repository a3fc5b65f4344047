using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Nexus.Desk.Components;

/// <summary>
/// A panel that a script draws. The script receives what changed since the last message, and at most one message is on its way: a slow browser
/// receives fewer and larger changes, and the server queues nothing for it.
/// </summary>
public abstract class Drawing<TState> : Panel<TState>, IAsyncDisposable
    where TState : class
{
    private IJSObjectReference? _module;
    private IJSObjectReference? _script;
    private TState? _sent;
    private bool _isSending;

    [Inject]
    private IJSRuntime Browser { get; set; } = null!;

    /// <summary>The width of the picture in pixels, which some scripts return; 0 until then.</summary>
    protected int Pixels { get; private set; }

    /// <summary>The address of the script's module.</summary>
    protected abstract string Module { get; }

    /// <summary>The elements that the script works with, in the order of its parameters.</summary>
    protected abstract object[] Elements { get; }

    /// <summary>Returns what to send; null if the script shows the same already.</summary>
    protected abstract object? GetChanges(TState state);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        try
        {
            if (_script is not null)
            {
                await _script.InvokeVoidAsync("dispose");
                await _script.DisposeAsync();
            }

            if (_module is not null)
                await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The page is closed, and its scripts with it.
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_isSending || (_script is null && !firstRender))
            return;
        _isSending = true;
        try
        {
            if (firstRender)
            {
                _module = await Browser.InvokeAsync<IJSObjectReference>("import", Module);
                _script = await _module.InvokeAsync<IJSObjectReference>("create", Elements);
            }

            while (!Equals(_sent, State))
            {
                _sent = State;
                if (GetChanges(State) is { } changes)
                    Pixels = await _script!.InvokeAsync<int?>("apply", changes) ?? 0;
            }
        }
        catch (Exception exception) when (exception is JSDisconnectedException or TaskCanceledException or ObjectDisposedException)
        {
            // The page is closed, or it shows another symbol.
        }
        finally
        {
            _isSending = false;
        }
    }
}
