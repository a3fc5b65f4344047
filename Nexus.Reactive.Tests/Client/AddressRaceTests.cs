using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Nexus.Reactive.Tests.Client;

/// <summary>Hosts with several addresses, over real sockets.</summary>
public sealed class AddressRaceTests
{
    private static readonly IPAddress Other = IPAddress.Parse("127.0.0.2");

    private readonly CancellationTokenSource _soon = new(TimeSpan.FromSeconds(30));

    [OneTimeTearDown]
    public void Dispose() => _soon.Dispose();

    [Test]
    public async Task The_first_address_that_answers_wins_even_if_an_earlier_one_is_silent()
    {
        using var alive = new TcpListener(IPAddress.Loopback, 0);
        alive.Start();
        var port = ((IPEndPoint)alive.LocalEndpoint).Port;

        // A listener whose queue is full drops further connections without an answer, as a firewall does.
        using var silent = NewSocket();
        silent.Bind(new IPEndPoint(Other, port));
        silent.Listen(0);
        using var first = NewSocket();
        using var second = NewSocket();
        await first.ConnectAsync(silent.LocalEndPoint!, _soon.Token);
        _ = second.ConnectAsync(silent.LocalEndPoint!, CancellationToken.None).AsTask().ContinueWith(static task => task.Exception, TaskScheduler.Default);

        var watch = Stopwatch.StartNew();
        using var socket = await Race(Other, IPAddress.Loopback).ConnectAsync("exchange", port, _soon.Token);

        Assert.That(((IPEndPoint)socket.RemoteEndPoint!).Address, Is.EqualTo(IPAddress.Loopback));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(20)));
    }

    [Test]
    public async Task After_a_refused_attempt_the_next_address_is_tried_at_once()
    {
        using var alive = new TcpListener(IPAddress.Loopback, 0);
        alive.Start();

        using var socket = await Race([Other, .. Enumerable.Range(3, 100).Select(i => IPAddress.Parse($"127.0.0.{i}")), IPAddress.Loopback])
            .ConnectAsync("exchange", ((IPEndPoint)alive.LocalEndpoint).Port, _soon.Token);

        Assert.That(socket.Connected, Is.True);
    }

    [Test]
    public void If_all_addresses_fail_the_last_error_is_thrown_and_no_address_means_host_not_found()
    {
        using var unused = new TcpListener(IPAddress.Loopback, 0);
        unused.Start();
        var port = ((IPEndPoint)unused.LocalEndpoint).Port;
        unused.Stop();

        Assert.That(async () => await Race(Other, IPAddress.Loopback).ConnectAsync("exchange", port, _soon.Token), Throws.TypeOf<SocketException>().With.Property("SocketErrorCode").EqualTo(SocketError.ConnectionRefused));
        Assert.That(async () => await Race().ConnectAsync("exchange", port, _soon.Token), Throws.TypeOf<SocketException>().With.Property("SocketErrorCode").EqualTo(SocketError.HostNotFound));
    }

    [Test]
    public void A_cancelled_connection_race_throws()
    {
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        // 192.0.2.0/24 is reserved for documentation: nothing answers there.
        Assert.That(async () => await Race(IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2")).ConnectAsync("exchange", 9, cancelled.Token), Throws.InstanceOf<OperationCanceledException>().Or.TypeOf<SocketException>());
    }

    [Test]
    public async Task A_local_address_selects_the_family_and_is_used()
    {
        AddressFamily? asked = null;
        using var alive = new TcpListener(IPAddress.Loopback, 0);
        alive.Start();
        var race = new AddressRace(new NexusClientOptions
        {
            LocalAddress = IPAddress.Parse("127.0.0.9"),
            ResolveHost = (_, family, _) =>
            {
                asked = family;
                return Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
            },
        });

        using var socket = await race.ConnectAsync("exchange", ((IPEndPoint)alive.LocalEndpoint).Port, _soon.Token);

        Assert.That((asked, ((IPEndPoint)socket.LocalEndPoint!).Address), Is.EqualTo(((AddressFamily?)AddressFamily.InterNetwork, IPAddress.Parse("127.0.0.9"))));
    }

    private static AddressRace Race(params IPAddress[] addresses) => new(new NexusClientOptions { ResolveHost = (_, _, _) => Task.FromResult(addresses) });

    private static Socket NewSocket() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
}
