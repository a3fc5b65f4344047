using Nexus.Desk.ViewModels;
using Nexus.Reactive.Testing;

namespace Nexus.Examples.Tests.Desk;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ConnectionViewModelTests : IDisposable
{
    private readonly DeskHarness _desk = new();
    private readonly ConnectionViewModel _connection;

    public ConnectionViewModelTests() => _connection = new ConnectionViewModel(_desk.Market, _desk.Screen);

    public void Dispose()
    {
        _connection.Dispose();
        _desk.Dispose();
    }

    [Test]
    public void A_lost_connection_is_stale_until_the_next_one_is_open()
    {
        _desk.Frame();
        Assert.That(_connection.State.IsStale, Is.False);

        _desk.Status.OnNext(new ConnectionStatus.Reconnecting(1, "cut", TimeSpan.FromSeconds(1)));
        _desk.Frame();
        Assert.That(_connection.State.IsStale);
        Assert.That(_connection.State.Status, Is.InstanceOf<ConnectionStatus.Reconnecting>());

        _desk.Status.OnNext(new ConnectionStatus.Connected());
        _desk.Frame();
        Assert.That(_connection.State.IsStale, Is.False);
    }

    [Test]
    public void Silence_on_an_open_connection_is_stale_until_a_message_arrives()
    {
        _desk.Trade("100x1 buy");
        _desk.Wait(ConnectionViewModel.StaleAfter.TotalMilliseconds - 100);
        Assert.That(_connection.State.IsStale, Is.False);

        _desk.Wait(200);
        Assert.That(_connection.State.IsStale);

        _desk.Wait(5000);
        Assert.That(_connection.State.Silence, Is.EqualTo(TimeSpan.FromSeconds(7)).Within(TimeSpan.FromSeconds(1)));

        _desk.Trade("100x1 buy");
        _desk.Frame();
        Assert.That(_connection.State.IsStale, Is.False);
    }

    [Test]
    public void Messages_of_other_symbols_on_the_same_feed_do_not_hide_the_silence_of_the_symbol_shown()
    {
        _desk.Trade("100x1 buy");
        for (var i = 0; i < 5; i++)
        {
            _desk.Wait(600);
            _desk.Source.OnNext(Make.Trade("7x1 buy", "SPOT_ETH_USDT", DeskHarness.At(i)));
        }

        _desk.Wait(100);
        Assert.That((_connection.State.IsStale, _connection.State.Freshness), Is.EqualTo((true, Freshness.ConnectionSilent)));
        Assert.That((_connection.State.MessageRate, _connection.State.Silence.TotalSeconds), Is.EqualTo((0, 2)));
    }

    [Test]
    public void A_symbol_without_a_book_or_trade_is_stale_although_pings_are_answered()
    {
        _desk.Trade("100x1 buy");
        for (var i = 1; i < 10; i++)
        {
            _desk.Wait(1000);
            _desk.Source.OnNext(Make.Ping(DeskHarness.At(i)));
        }

        Assert.That(_connection.State.IsStale, Is.False);
        _desk.Wait(1100);
        Assert.That((_connection.State.Freshness, _connection.State.Silence, _connection.State.DataSilence.TotalSeconds), Is.EqualTo((Freshness.SymbolSilent, TimeSpan.Zero, 9d)));

        _desk.Trade("100x1 buy", 10);
        _desk.Frame();
        Assert.That(_connection.State.IsStale, Is.False);
    }

    [Test]
    public void After_a_gap_the_symbol_is_stale_until_its_next_book()
    {
        _desk.Book("100x1 | 101x1");
        _desk.Gap();
        _desk.Trade("100x1 buy");
        _desk.Frame();
        Assert.That((_connection.State.IsStale, _connection.State.Freshness), Is.EqualTo((true, Freshness.BehindGap)));

        _desk.Book("100x2 | 101x1");
        _desk.Frame();
        Assert.That(_connection.State.IsStale, Is.False);
    }

    [Test]
    public void Messages_are_counted_per_second()
    {
        for (var i = 0; i < 1234; i++)
            _desk.Trade("100x1 buy");
        _desk.Wait(1001);
        Assert.That(_connection.State.MessageRate, Is.EqualTo(1234));
        Assert.That(_connection.State.ExchangeTime, Is.EqualTo(DeskHarness.T0));

        _desk.Wait(1000);
        Assert.That(_connection.State.MessageRate, Is.Zero);
    }

    [Test]
    public void The_last_round_trips_are_kept_in_order()
    {
        for (var i = 1; i <= 100; i++)
            _desk.RoundTrips.OnNext(TimeSpan.FromMilliseconds(i));
        _desk.Frame();

        Assert.That(_connection.State.RoundTrips.Select(trip => trip.TotalMilliseconds), Is.EqualTo(Enumerable.Range(61, 40)));
    }
}
