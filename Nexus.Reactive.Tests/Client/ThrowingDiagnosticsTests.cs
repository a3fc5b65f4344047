using System.Diagnostics.Metrics;
using System.Reactive.Linq;
using Microsoft.Extensions.Logging;
using Nexus.Reactive.Nats;
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

    [Test]
    public void A_listener_that_throws_on_a_new_instrument_stops_no_client_and_no_later_meters([Values] bool throwsAtTheEnd)
    {
        using var listener = new ThrowingListener(throwsAtTheEnd);
        var metrics = new ProcessMetrics();
        using var factory = new Factory();

        Assert.That(metrics.Get(), Is.Null);
        using (new NexusClient(NexusEndpoint.Production("key", "SPOT_BTC_USDT"), new NexusClientOptions { MeterFactory = factory }))
        {
            // The client exists and measures nothing.
        }

        listener.Throws = false;

        var created = metrics.Get();
        Assert.That(created, Is.Not.Null);
        Assert.That(metrics.Get(), Is.SameAs(created));
        Assert.That(created!.Messages.Enabled, "the listener is told of the new instruments");
        Assert.That(NexusMetrics.From(factory)!.Messages.Enabled);
        created.Messages.Meter.Dispose();
    }

    [Test]
    public async Task Factories_that_throw_or_return_null_leave_a_client_without_meters_and_log([Values] bool throws)
    {
        await using var it = Connected(options => options with { MeterFactory = new BadFactory(throws), LoggerFactory = new BadFactory(throws) });
        var seen = 0;
        it.Client.Feed.Subscribe(_ => seen++);

        it.Last.Bring(Ping());
        it.Client.Counters.CountDroppedOrderCopy();

        Assert.That((seen, it.Faults.Count), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task A_bus_ignores_a_meter_listener_that_throws_and_counts_once_it_recovers()
    {
        using var listener = new ThrowingListener(throwsAtTheEnd: true);
        await using var bus = new NexusBus(new NexusBusOptions { Url = NexusBusOptions.Memory });
        var symbol = Symbol.Parse("SPOT_BTC_USDT");
        var seen = 0;

        var publishing = bus.PublishAsync(symbol, Observable.Return(Ping()));
        using var reading = bus.Envelopes(symbol, new BusStart.Beginning(), BusScope.All).Subscribe(_ => seen++);
        await publishing;
        var first = seen;
        Assert.That((first > 0, listener.Measurements), Is.EqualTo((true, 0)));

        listener.Throws = false;
        using var again = bus.Envelopes(symbol, new BusStart.Beginning(), BusScope.All).Subscribe(_ => seen++);
        Assert.That((seen > first, listener.Measurements > 0), Is.EqualTo((true, true)));
    }

    [Test]
    public void A_bus_ignores_a_meter_factory_that_throws()
    {
        using var meter = new BusMeter(new BadFactory(throws: true));

        Assert.That(meter.Get(), Is.Null);
    }

    /// <summary>A listener that throws when it is told of this library's instruments and, if set, of their end.</summary>
    private sealed class ThrowingListener : IDisposable
    {
        private readonly MeterListener _listener = new();

        public ThrowingListener(bool throwsAtTheEnd)
        {
            _listener.InstrumentPublished = (instrument, self) =>
            {
                if (!instrument.Meter.Name.StartsWith("Nexus.Reactive", StringComparison.Ordinal))
                    return;
                if (throwsAtTheEnd || !Throws)
                    self.EnableMeasurementEvents(instrument);

                // Instruments of the process's earlier clients are published when the listener starts.
                if (Throws && IsStarted)
                    throw new FormatException("the listener threw");
            };
            _listener.MeasurementsCompleted = (_, _) =>
            {
                if (Throws)
                    throw new FormatException("the listener threw");
            };
            _listener.SetMeasurementEventCallback<long>((instrument, _, _, _) => Measurements += instrument.Name == "nexus.bus.received" ? 1 : 0);
            _listener.Start();
            IsStarted = true;
        }

        public bool Throws { get; set; } = true;

        public int Measurements { get; private set; }

        private bool IsStarted { get; }

        public void Dispose()
        {
            Throws = false;
            _listener.Dispose();
        }
    }

    /// <summary>A factory that caches its meter, as that of Microsoft.Extensions.Diagnostics does.</summary>
    private sealed class Factory : IMeterFactory
    {
        private Meter? _meter;

        public Meter Create(MeterOptions options) => _meter ??= new Meter(options);

        public void Dispose() => _meter?.Dispose();
    }

    private sealed class BadFactory(bool throws) : IMeterFactory, ILoggerFactory
    {
        public Meter Create(MeterOptions options) => throws ? throw new FormatException("the factory threw") : null!;

        public ILogger CreateLogger(string categoryName) => throws ? throw new FormatException("the factory threw") : null!;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }
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
