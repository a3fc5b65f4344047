using System.Net;
using System.Net.Sockets;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using static Nexus.Examples.Tests.Client.RealTime;
using static Nexus.Examples.Tests.Client.SocketServer;

namespace Nexus.Examples.Tests.Client;

/// <summary>Tests of connection attempts over real sockets, and of their failures.</summary>
public sealed class DialTests
{
    [TestCase(401, "refused by the server: 401 Unauthorized")]
    [TestCase(403, "refused by the server: 403 Forbidden")]
    [TestCase(404, "refused by the server: 404 NotFound")]
    public async Task A_refused_key_faults_the_start_with_one_line(int status, string message)
    {
        await using var server = await SocketServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        await using var client = new NexusClient(server.Endpoint(), Quick);

        Assert.That(async () => await client.StartAsync().WaitAsync(Soon), Throws.TypeOf<HttpRequestException>().With.Message.EqualTo(message));
        Assert.That(await client.Status.FirstAsync(), Is.EqualTo(new ConnectionStatus.Closed(message)));
    }

    [Test]
    public async Task A_server_error_is_retried_and_its_status_is_reported()
    {
        var answers = 0;
        await using var server = await SocketServer.StartAsync(async context =>
        {
            if (Interlocked.Increment(ref answers) < 4)
            {
                context.Response.StatusCode = 503;
                return;
            }

            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await Serve(socket);
        });
        await using var client = new NexusClient(server.Endpoint(), Quick);
        var reasons = client.Status.OfType<ConnectionStatus.Reconnecting>().Take(3).Select(s => s.Reason).ToList().ToTask();

        await client.StartAsync().WaitAsync(Soon);

        Assert.That(await reasons.WaitAsync(Soon), Is.All.EqualTo("refused by the server: 503 ServiceUnavailable"));
    }

    [TestCase("127.0.0.1", 1, "UntrustedRoot")]
    [TestCase("127.0.0.1", -1, "NotTimeValid")]
    [TestCase("other.example", 1, "RemoteCertificateNameMismatch")]
    public async Task An_untrusted_certificate_is_reported_and_can_be_pinned(string host, int daysLeft, string fault)
    {
        using var certificate = Certificate(host, daysLeft);
        await using var server = await SocketServer.StartAsync(
            async context =>
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                await Serve(socket);
            },
            certificate);
        await using (var client = new NexusClient(server.Endpoint(), Quick))
        {
            var reason = client.Status.OfType<ConnectionStatus.Reconnecting>().FirstAsync().ToTask();
            _ = client.StartAsync();
            Assert.That((await reason.WaitAsync(Soon)).Reason, Does.StartWith("TLS: ").And.Contain(fault));
        }

        await using var pinned = new NexusClient(
            server.Endpoint(),
            Quick with { ConfigureSocket = socket => socket.RemoteCertificateValidationCallback = (_, seen, _, _) => seen!.GetCertHashString() == certificate.Thumbprint });
        await pinned.StartAsync().WaitAsync(Soon);
    }

    [Test]
    public async Task A_closed_port_is_retried_until_the_start_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        await using var client = new NexusClient(new NexusEndpoint($"ws://127.0.0.1:{UnusedPort()}/ws", TestClient.Key, "SPOT_BTC_USDT"), Quick);
        var third = client.Status.OfType<ConnectionStatus.Reconnecting>().FirstAsync(s => s.Attempt == 3).ToTask();

        var start = client.StartAsync(cancellation.Token);
        Assert.That((await third.WaitAsync(Soon)).Reason, Does.StartWith("network: "));
        await cancellation.CancelAsync();

        Assert.That(async () => await start.WaitAsync(Soon), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task An_attempt_to_a_server_that_accepts_and_never_answers_times_out()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var endpoint = new NexusEndpoint($"ws://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/ws", TestClient.Key, "SPOT_BTC_USDT");
        await using var client = new NexusClient(endpoint, Quick with { ConnectTimeout = TimeSpan.FromMilliseconds(100) });
        var second = client.Status.OfType<ConnectionStatus.Reconnecting>().FirstAsync(s => s.Attempt == 2).ToTask();

        _ = client.StartAsync();

        Assert.That((await second.WaitAsync(Soon)).Reason, Is.EqualTo("no connection within 0.1 s"));
    }

    [Test]
    public async Task ConfigureSocket_sets_proxy_cookies_and_headers()
    {
        var seen = new TaskCompletionSource<string>();
        await using var server = await SocketServer.StartAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync("nexus");
            seen.TrySetResult($"{context.Request.Headers.Cookie} {context.Request.Headers["x-test"]} {socket.SubProtocol}");
            await Serve(socket);
        });
        using var proxy = new ConnectProxy();
        var cookies = new CookieContainer();
        cookies.Add(new Uri(server.BaseUri.Replace("ws:", "http:", StringComparison.Ordinal)), new Cookie("one", "two"));
        await using var client = new NexusClient(server.Endpoint(), Quick with
        {
            ConfigureSocket = socket =>
            {
                socket.Proxy = new WebProxy(proxy.Address);
                socket.Cookies = cookies;
                socket.SetRequestHeader("x-test", "three");
                socket.AddSubProtocol("nexus");
            },
        });
        var ping = client.Feed.Pings.FirstAsync().ToTask();

        await client.StartAsync().WaitAsync(Soon);
        await ping.WaitAsync(Soon);

        Assert.That(await seen.Task.WaitAsync(Soon), Is.EqualTo("one=two three nexus"));
        Assert.That(proxy.Tunnels, Is.EqualTo(1));
    }

    private static X509Certificate2 Certificate(string host, int daysLeft)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-10), now.AddDays(daysLeft));
    }

    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
