using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using static Nexus.Reactive.Tests.Client.ClientHarness;

namespace Nexus.Reactive.Tests.Client;

/// <summary>Loggers, meters and what they throw.</summary>
public sealed class DiagnosticsTests
{
    [Test]
    public async Task LoggerFactory_receives_the_name_of_the_client_and_Logger_takes_precedence()
    {
        using var factory = new ListLoggerFactory();
        var logger = new ListLogger();
        await using var it = Connected(o => o with { LoggerFactory = factory });
        await using var other = Connected(o => o with { LoggerFactory = factory, Logger = logger });

        it.Last.Break("one\r\ntwo");

        Assert.That(factory.Categories, Is.EqualTo(new[] { "Nexus.Reactive.NexusClient" }));
        Assert.That(factory.Logger.Lines[^1], Does.EndWith("SPOT_BTC_USDT: one\r\ntwo; attempt 1 to reconnect in 00:00:00.5000000"), "the fake connection does not clean its reason");
        Assert.That(logger.Lines, Is.Not.Empty);
    }

    [Test]
    public async Task A_client_that_has_not_started_logs_nothing()
    {
        var logger = new ListLogger();
        await using var it = new ClientHarness(o => o with { Logger = logger });
        var before = logger.Lines.Count;
        _ = it.Client.StartAsync();
        await it.Client.StopAsync();

        Assert.That(before, Is.Zero);
        Assert.That(logger.Lines.Select(static line => line.Split(": ")[^1]), Is.EqualTo(new[] { "connecting", "closed" }));
    }

    [Test]
    public async Task The_round_trips_histogram_has_boundaries_in_seconds()
    {
        using var factory = new MeterFactory();
        var boundaries = new List<double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument is Histogram<double> { Unit: "s", Advice.HistogramBucketBoundaries: { } seconds } && instrument.Meter == factory.Meter)
                boundaries.AddRange(seconds);
        };
        listener.Start();
        await using var it = Connected(o => o with { MeterFactory = factory });

        Assert.That(boundaries, Is.Ordered.And.Unique.And.Contains(0.005).And.Contains(0.5).And.Contains(10));
    }

    [Test]
    public async Task MeterFactory_creates_the_meter_and_its_gauge_follows_the_connection()
    {
        using var factory = new MeterFactory();
        var states = new List<int>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == "nexus.connection_state" && instrument.Meter == factory.Meter)
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((_, state, _, _) => states.Add(state));
        listener.Start();
        await using var it = Connected(o => o with { MeterFactory = factory });

        it.Advance(15);
        it.Last.Bring(Ping());
        it.Last.Break();
        await it.Client.StopAsync();

        Assert.That(factory.Meter?.Name, Is.EqualTo("Nexus.Reactive"));
        Assert.That(states, Is.EqualTo(new[] { 0, 1, 2, 3, 2, 4, 0 }));
    }

    [Test]
    public async Task Exceptions_of_loggers_and_meter_listeners_are_dropped()
    {
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == "Nexus.Reactive")
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => Throw(tags));
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) => Throw(tags));
        listener.SetMeasurementEventCallback<int>((_, _, tags, _) => Throw(tags));
        listener.Start();
        await using var it = Connected(o => o with { Logger = new ListLogger { Throws = true } }, "SPOT_THROWS_USDT");
        it.Client.Feed.Malformed.Subscribe(_ => throw new InvalidOperationException("the subscriber's own"));

        it.Last.Bring("a", Ping());
        it.Last.Break();
        it.Advance(1);
        it.Last.Accept();
        it.Last.Bring("b");

        Assert.That(it.Raw, Has.Count.EqualTo(5));
        Assert.That(it.Faults.Select(fault => fault.Exception.Message), Is.EqualTo(new[] { "the subscriber's own" }));

        static void Throw(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var tag in tags)
            {
                if (tag.Value is "SPOT_THROWS_USDT")
                    throw new InvalidOperationException("a listener's");
            }
        }
    }

    private sealed class ListLoggerFactory : ILoggerFactory
    {
        public ListLogger Logger { get; } = new();

        public List<string> Categories { get; } = [];

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public ILogger CreateLogger(string categoryName)
        {
            Categories.Add(categoryName);
            return Logger;
        }

        public void Dispose()
        {
        }
    }

    private sealed class ListLogger : ILogger
    {
        public List<string> Lines { get; } = [];

        public bool Throws { get; init; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (Throws)
                throw new InvalidOperationException("the logger's");
            Lines.Add(formatter(state, exception));
        }
    }

    private sealed class MeterFactory : IMeterFactory
    {
        public Meter? Meter { get; private set; }

        public Meter Create(MeterOptions options) => Meter ??= new Meter(options);

        public void Dispose() => Meter?.Dispose();
    }
}
