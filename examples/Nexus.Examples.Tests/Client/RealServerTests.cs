using System.Net;
using System.Net.WebSockets;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using static Nexus.Examples.Tests.Client.RealTime;
using static Nexus.Examples.Tests.Client.SocketServer;

namespace Nexus.Examples.Tests.Client;

/// <summary>Tests with third-party servers and proxies. A test is skipped if its program is not installed.</summary>
[NonParallelizable]
public sealed class RealServerTests
{
    private const string PythonServer = """
        import asyncio, json, websockets
        number = 0
        async def serve(ws):
            global number
            number += 1
            mine = number
            if mine == 1:
                await ws.send("one")
                await ws.close(1001, "going\r\n\x1b[2Jaway")
            elif mine == 2:
                await ws.send("two")
                frame = b"a\xc3\x28"
                ws.transport.write(bytes([0x81, len(frame)]) + frame)
                await ws.wait_closed()
                print("code", ws.close_code, flush=True)
            else:
                await ws.send("three")
                async for text in ws:
                    if json.loads(text)["event"] == "PING":
                        await ws.send(json.dumps({"event": "PING", "timestamp": 1723075200000}))
        async def main():
            async with websockets.serve(serve, "127.0.0.1", 0) as server:
                print(server.sockets[0].getsockname()[1], flush=True)
                await asyncio.Future()
        asyncio.run(main())
        """;

    [Test]
    public async Task Python_websockets_closes_with_a_hostile_text_then_sends_invalid_UTF8_then_answers_pings()
    {
        // Debian's package is available only in Debian's Python.
        var python = Tool.Find("/usr/bin/python3");
        using (var check = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(python, ["-c", "import websockets"]) { RedirectStandardError = true, UseShellExecute = false })!)
        {
            await check.WaitForExitAsync();
            if (check.ExitCode != 0)
                Assert.Ignore("python3-websockets is not installed; .ci/run installs it on Debian");
        }

        var folder = Tool.NewFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "server.py"), PythonServer);
        using var server = Tool.Start(python, folder, "server.py");
        var port = await server.Output.ReadLineAsync();
        await using var client = new NexusClient(new NexusEndpoint($"ws://127.0.0.1:{port}/ws", TestClient.Key, "SPOT_BTC_USDT"), Quick);
        var gaps = client.Feed.Gaps.Select(static gap => gap.Reason).Take(2).ToList().ToTask();
        var raw = client.RawMessages.Where(static text => text.Length < 10 || text.Contains("RESUMED", StringComparison.Ordinal)).Take(5).ToList().ToTask();
        var trip = client.RoundTrips.FirstAsync().ToTask();

        await client.StartAsync().WaitAsync(Soon);

        await trip.WaitAsync(Soon);
        Assert.That((await gaps.WaitAsync(Soon))[0], Is.EqualTo("closed by the server: 1001 going [2Jaway"));
        Assert.That((await raw.WaitAsync(Soon)).Where(static text => text.Length < 10), Is.EqualTo(new[] { "one", "two", "three" }));
        Assert.That(await server.Output.ReadLineAsync().WaitAsync(Soon), Is.EqualTo("code 1007"));
    }

    [Test]
    public async Task Nginx_sends_Retry_After_redirects_and_forwards()
    {
        var nginx = Tool.Find("nginx");
        var redirected = 0;
        await using var exchange = await SocketServer.StartAsync(async context =>
        {
            if (context.Request.Path.StartsWithSegments("/moved", StringComparison.Ordinal))
                Interlocked.Increment(ref redirected);
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await Serve(socket);
        });
        var target = new Uri(exchange.BaseUri).Authority;
        var port = Tool.FreePort();
        var folder = Tool.NewFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "nginx.conf"), $$"""
            daemon off; master_process off; pid {{folder.FullName}}/pid; error_log stderr;
            events { }
            http {
                access_log off;
                client_body_temp_path {{folder.FullName}}/b; proxy_temp_path {{folder.FullName}}/p; fastcgi_temp_path {{folder.FullName}}/f;
                uwsgi_temp_path {{folder.FullName}}/u; scgi_temp_path {{folder.FullName}}/s;
                server {
                    listen 127.0.0.1:{{port}};
                    location /limited { add_header Retry-After 77 always; return 429; }
                    location /moved { return 301 http://{{target}}$request_uri; }
                    location /gone { return 410; }
                    location /ws { proxy_pass http://{{target}}; proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; }
                }
            }
            """);
        using var server = Tool.Start(nginx, folder, "-p", folder.FullName, "-c", Path.Combine(folder.FullName, "nginx.conf"));
        await Tool.WaitForPortAsync(port);
        NexusClient Client(string path, NexusClientOptions? options = null) => new(new NexusEndpoint($"ws://127.0.0.1:{port}/{path}", TestClient.Key, "SPOT_BTC_USDT"), options ?? Quick);
        async Task<ConnectionStatus.Reconnecting> FirstFailure(NexusClient client)
        {
            var failure = client.Status.OfType<ConnectionStatus.Reconnecting>().FirstAsync().ToTask();
            _ = client.StartAsync();
            return await failure.WaitAsync(Soon);
        }

        await using (var client = Client("limited"))
            Assert.That(await FirstFailure(client), Is.EqualTo(new ConnectionStatus.Reconnecting(1, "refused by the server: 429 TooManyRequests", TimeSpan.FromSeconds(77))));
        await using (var client = Client("moved"))
            Assert.That((await FirstFailure(client)).Reason, Is.EqualTo("refused by the server: 301 MovedPermanently"));
        await using (var client = Client("gone", Quick with { FinalRefusals = [HttpStatusCode.Gone] }))
            Assert.That(async () => await client.StartAsync().WaitAsync(Soon), Throws.TypeOf<HttpRequestException>().With.Message.EqualTo("refused by the server: 410 Gone"));
        await using (var client = Client("ws"))
        {
            var trip = client.RoundTrips.FirstAsync().ToTask();
            await client.StartAsync().WaitAsync(Soon);
            await trip.WaitAsync(Soon);
        }

        Assert.That(redirected, Is.Zero);
    }

    [Test]
    public async Task Tinyproxy_requires_a_password_that_no_reason_contains()
    {
        var tinyproxy = Tool.Find("tinyproxy");
        await using var exchange = await SocketServer.StartAsync((_, socket, _) => Serve(socket));
        var port = Tool.FreePort();
        var folder = Tool.NewFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "tinyproxy.conf"), $"""
            Port {port}
            Listen 127.0.0.1
            BasicAuth bob right-p4ss
            MaxClients 10
            LogLevel Critical
            """);
        using var proxy = Tool.Start(tinyproxy, folder, "-d", "-c", Path.Combine(folder.FullName, "tinyproxy.conf"));
        await Tool.WaitForPortAsync(port);
        NexusClient Client(string password) =>
            new(exchange.Endpoint(), Quick with { ConfigureSocket = socket => socket.Proxy = new WebProxy($"http://127.0.0.1:{port}") { Credentials = new NetworkCredential("bob", password) } });

        await using (var client = Client("wrong-p4ss"))
        {
            var failure = client.Status.OfType<ConnectionStatus.Reconnecting>().FirstAsync().ToTask();
            _ = client.StartAsync();
            Assert.That((await failure.WaitAsync(Soon)).Reason, Does.StartWith("refused by the proxy: 40").And.Not.Contain("p4ss"));
        }

        await using (var client = Client("right-p4ss"))
        {
            var trip = client.RoundTrips.FirstAsync().ToTask();
            await client.StartAsync().WaitAsync(Soon);
            await trip.WaitAsync(Soon);
        }
    }

    [Test]
    public async Task OpenSSL_with_a_self_signed_certificate_is_refused_with_the_reason_and_a_server_without_websocket_is_named()
    {
        var openssl = Tool.Find("openssl");
        var port = Tool.FreePort();
        var folder = Tool.NewFolder();
        using (var create = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(
            openssl,
            ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days", "1", "-subj", "/CN=localhost"])
        { WorkingDirectory = folder.FullName, UseShellExecute = false, RedirectStandardError = true })!)
            await create.WaitForExitAsync();
        using var server = Tool.Start(openssl, folder, "s_server", "-accept", $"127.0.0.1:{port}", "-cert", "cert.pem", "-key", "key.pem", "-www", "-quiet");
        await Tool.WaitForPortAsync(port);
        async Task<string> Reason(Action<ClientWebSocketOptions>? configure)
        {
            await using var client = new NexusClient(new NexusEndpoint($"wss://localhost:{port}/ws", TestClient.Key, "SPOT_BTC_USDT"), Quick with { ConfigureSocket = configure });
            var failure = client.Status.OfType<ConnectionStatus.Reconnecting>().FirstAsync().ToTask();
            _ = client.StartAsync();
            return (await failure.WaitAsync(Soon)).Reason;
        }

        Assert.That(await Reason(null), Does.StartWith("TLS: ").And.Not.Contains("inner exception").And.Contains("UntrustedRoot"));
#pragma warning disable CA5359 // The issuer of the certificate is not tested here, but in the test above.
        Assert.That(await Reason(static socket => socket.RemoteCertificateValidationCallback = static (_, _, _, _) => true), Is.EqualTo("refused by the server: 200 OK"));
#pragma warning restore CA5359
    }
}
