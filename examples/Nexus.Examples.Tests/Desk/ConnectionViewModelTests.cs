using Nexus.Desk.ViewModels;

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
