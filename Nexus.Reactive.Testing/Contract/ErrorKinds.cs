namespace Nexus.Reactive.Testing;

/// <summary>Exceptions of the types that code often handles in a special way.</summary>
internal static class ErrorKinds
{
    public static Exception[] Create(string message) =>
    [
        new OperationCanceledException(message),
        new TaskCanceledException(message),
        new ObjectDisposedException(objectName: null, message),
        new TimeoutException(message),
        new IOException(message),
        new ArgumentException(message),
        new AggregateException(message, new InvalidOperationException("inner")),
        new UnknownException(message),
    ];

    /// <summary>A type that no operator knows.</summary>
    private sealed class UnknownException(string message) : Exception(message);
}
