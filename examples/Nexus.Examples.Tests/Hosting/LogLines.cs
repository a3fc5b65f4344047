using System.Collections.Concurrent;
using System.Reactive.Subjects;
using Microsoft.Extensions.Logging;

namespace Nexus.Examples.Tests.Hosting;

/// <summary>Keeps every line of a host's log, with the exception.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ISubject<string> _written = Subject.Synchronize(new Subject<string>());

    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Emits the lines from now on.</summary>
    public IObservable<string> Written => _written;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = $"{logLevel} {formatter(state, exception)} {exception}";
        _lines.Enqueue(line);
        _written.OnNext(line);
    }

    public void Dispose()
    {
    }
}
