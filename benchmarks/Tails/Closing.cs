namespace Nexus.Reactive.Benchmarks;

/// <summary>Closes connections when it is disposed.</summary>
internal sealed class Closing(Func<Task> close) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => new(close());
}
