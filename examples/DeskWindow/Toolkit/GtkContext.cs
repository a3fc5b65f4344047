using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Nexus.Desk.Window.Toolkit;

/// <summary>The context of GTK's thread: posted work runs in its main loop, in order.</summary>
internal sealed unsafe class GtkContext : SynchronizationContext
{
    private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _posted = new();
    private readonly nint _handle;

    // The context lives as long as the program.
    public GtkContext() => _handle = GCHandle.ToIntPtr(GCHandle.Alloc(this));

    public override void Post(SendOrPostCallback d, object? state)
    {
        _posted.Enqueue((d, state));
        _ = Gtk.AddIdle(&RunNext, _handle);
    }

    [UnmanagedCallersOnly]
    private static int RunNext(nint handle)
    {
        if (((GtkContext)GCHandle.FromIntPtr(handle).Target!)._posted.TryDequeue(out var work))
            work.Callback(work.State);
        return 0;
    }
}
