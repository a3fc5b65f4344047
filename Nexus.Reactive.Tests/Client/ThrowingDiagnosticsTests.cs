using System.Diagnostics.Metrics;
using System.Reactive.Linq;
using Microsoft.Extensions.Logging;
using static Nexus.Reactive.Tests.Client.ClientHarness;

namespace Nexus.Reactive.Tests.Client;

/// <summary>A logger and a meter listener that throw at every call disturb nothing and are no faults of subscribers.</summary>
[NonParallelizable]
public sealed class ThrowingDiagnosticsTests
{
    [Test]
    public async Task The_feed_continues_and_each_fault_is_reported_once()
    {
        var logger = new ThrowingLogger();
        var measurements = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, self) =>
            {
                if (instrument.Meter.Name == "Nexus.Reactive")
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) =>
        {
            measurements++;
            throw new FormatException();
        });
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => throw new FormatException());
        listener.Start();
        await using var it = Connected(options => options with { Logger = logger });
        var seen = 0;
        it.Client.Feed.Subscribe(_ => seen++);
        it.Client.Feed.Pings.Take(1).Subscribe(_ => throw new InvalidOperationException("once"));

        for (var i = 0; i < 3; i++)
            it.Last.Bring(Ping());
        it.Last.Break("cut");
        it.Advance(2);
        it.Last.Accept();
        it.Last.Bring(Ping(1_723_075_210_000), Ping(1_823_075_210_000));

        Assert.Multiple(() =>
        {
            Assert.That(seen, Is.GreaterThanOrEqualTo(6));
            Assert.That(it.Faults.Select(static fault => fault.Exception.Message), Is.EqualTo(new[] { "once" }));
            Assert.That(it.Statuses, Has.Count.GreaterThanOrEqualTo(4));
            Assert.That(logger.Lines, Is.GreaterThanOrEqualTo(4), "it is called again after it threw");
            Assert.That(measurements, Is.GreaterThanOrEqualTo(6));
        });
    }

    private sealed class ThrowingLogger : ILogger
    {
        public int Lines { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Lines++;
            throw new FormatException("the logger threw");
        }
    }
}
