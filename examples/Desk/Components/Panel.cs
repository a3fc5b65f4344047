using Microsoft.AspNetCore.Components;

namespace Nexus.Desk.Components;

/// <summary>A panel that is drawn when its state is a different one.</summary>
public abstract class Panel<TState> : ComponentBase
    where TState : class
{
    private TState? _drawn;

    [Parameter, EditorRequired]
    public required TState State { get; set; }

    protected override bool ShouldRender()
    {
        var isNew = !Equals(State, _drawn);
        _drawn = State;
        return isNew;
    }
}
