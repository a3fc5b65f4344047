using System.Globalization;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using System.Text;
using NATS.Client.Core;
using Nexus.Gateways;
using Nexus.Reactive.Nats;

namespace Nexus.Examples.Tests.Gateway;

/// <summary>
/// Tests the repository's server configuration, with TLS and an nkey for each program: each program can do its work, but no other operations.
/// </summary>
[NonParallelizable]
public sealed class BusPermissionTests
{
    private const string Stream = "NEXUS-prod-SPOT_BTC_USDT";
    private const string Trade = """{"event":"TRADE","timestamp":1700000000001,"symbol":"SPOT_BTC_USDT","data":{"price":1,"quantity":1,"side":"BUY"}}""";
    private const string Order =
        """{"event":"ORDER_UPDATE","timestamp":1700000000002,"data":{"symbol":"SPOT_BTC_USDT","order_id":1,"order_type":"LIMIT","order_price":1,"order_quantity":1,"executed_price":0,"executed_quantity":0,"side":"BUY","status":"NEW"}}""";

    private static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly string[] Programs = ["gateway", "desk", "strategy", "recorder"];

    private BusKeys _keys = null!;
    private NatsServerProcess _server = null!;

    internal static string Configuration => Path.Combine(Repository.Root(), "examples", "Gateway", "deploy", "nats.conf");

    [OneTimeSetUp]
    public async Task OneTimeSetUp()
    {
        _keys = new BusKeys();
        var environment = Programs.ToDictionary(static name => $"NEXUS_{name.ToUpperInvariant()}", _keys.Public);
        environment["NEXUS_TLS_CERT"] = _keys.Certificate;
        environment["NEXUS_TLS_KEY"] = _keys.CertificateKey;
        environment["NEXUS_STORE"] = _keys.Store;
        _server = NatsServerProcess.StartWith(Configuration, environment, "tls");
        await using var gateway = Bus("gateway");
        await gateway.PublishAsync(Btc, new[] { Trade, Order, Trade }.ToObservable()).WaitAsync(Soon);
    }

    [OneTimeTearDown]
    public void OneTimeTearDown()
    {
        _server?.Dispose();
        _keys?.Dispose();
    }

    [TestCase("desk", BusScope.All, "FeedGap Trade OrderUpdate Trade")]
    [TestCase("strategy", BusScope.All, "FeedGap Trade OrderUpdate Trade")]
    [TestCase("strategy", BusScope.Public, "FeedGap Trade Trade")]
    [TestCase("recorder", BusScope.Public, "FeedGap Trade Trade")]
    public async Task A_program_can_read_what_it_is_permitted_to_read(string program, BusScope scope, string expected)
    {
        await using var bus = Bus(program);
        var count = expected.Split(' ').Length;
        var texts = await bus.Envelopes(Btc, new BusStart.Beginning(), scope).Take(count).ToList().ToTask().WaitAsync(Soon);
        Assert.That(string.Join(' ', texts.Select(static message => NexusDecoder.Decode(message.Text).GetType().Name)), Is.EqualTo(expected));
        await bus.Envelopes(Btc, new BusStart.After(texts[0].Sequence), scope).Take(1).ToTask().WaitAsync(Soon);
        await bus.Replay(Btc, DateTimeOffset.UnixEpoch, DateTimeOffset.UtcNow.AddMinutes(1), scope).RunAsync().WaitAsync(Soon);
    }

    [Test]
    public async Task A_recorder_that_requests_private_entries_gets_an_immediate_error()
    {
        await using var bus = Bus("recorder");
        var error = await Assert.ThrowsAsync<NexusBusException>(() => bus.Envelopes(Btc, new BusStart.Beginning(), BusScope.All).ToTask().WaitAsync(Soon));
        Check(error!, "CONSUMER.CREATE");
    }

    [TestCase("desk")]
    [TestCase("strategy")]
    [TestCase("recorder")]
    public async Task A_reader_cannot_publish(string program)
    {
        await using var bus = Bus(program);
        var error = await Assert.ThrowsAsync<NexusBusException>(() => bus.PublishAsync(Btc, Observable.Never<string>()).WaitAsync(Soon));
        Check(error!, "Permissions Violation");
    }

    [TestCase("desk", "nexus.prod.SPOT_BTC_USDT.md.TRADE", TestName = "A desk cannot write a message into the log")]
    [TestCase("desk", "$KV.NEXUS-prod-lease.SPOT_BTC_USDT", TestName = "A desk cannot take the lease")]
    [TestCase("recorder", $"$JS.API.DIRECT.GET.{Stream}", """{"seq":3}""", TestName = "A recorder cannot get an entry by its sequence")]
    [TestCase("recorder", $"$JS.API.DIRECT.GET.{Stream}.nexus.prod.SPOT_BTC_USDT.own.main.ORDER_UPDATE", TestName = "A recorder cannot get the last order")]
    [TestCase("recorder", $"$JS.API.STREAM.MSG.GET.{Stream}", """{"seq":3}""", TestName = "A recorder cannot read an entry without a direct get")]
    [TestCase("recorder", $"$JS.API.CONSUMER.CREATE.{Stream}", """{"stream_name":"NEXUS-prod-SPOT_BTC_USDT","config":{"ack_policy":"none"}}""", TestName = "A recorder cannot make a consumer without a filter")]
    [TestCase("recorder", $"$JS.API.CONSUMER.DURABLE.CREATE.{Stream}.x", TestName = "A recorder cannot make a durable consumer")]
    [TestCase("recorder", $"$JS.API.CONSUMER.NAMES.{Stream}", TestName = "A recorder cannot list the consumers of others")]
    [TestCase("recorder", "$JS.API.CONSUMER.MSG.NEXT.NEXUS-prod-SPOT_BTC_USDT.x", TestName = "A recorder cannot read through another's consumer")]
    [TestCase("gateway", $"$JS.API.STREAM.PURGE.{Stream}", TestName = "A gateway cannot empty the log")]
    [TestCase("gateway", $"$JS.API.STREAM.DELETE.{Stream}", TestName = "A gateway cannot remove the log")]
    [TestCase("gateway", $"$JS.API.STREAM.UPDATE.{Stream}", TestName = "A gateway cannot change the log's limits")]
    [TestCase("gateway", $"$JS.API.STREAM.MSG.DELETE.{Stream}", """{"seq":1}""", TestName = "A gateway cannot remove an entry")]
    [TestCase("gateway", "nexus.dev.SPOT_BTC_USDT.md.TRADE", TestName = "A gateway cannot write into another environment")]
    public async Task A_program_cannot_publish_to_a_forbidden_subject(string program, string subject, string request = "")
    {
        await using var connection = new NatsConnection(Nats(program) with { Url = _server.Url.ToString() });
        var refused = FirstViolation(connection);
        await connection.PublishAsync(subject, Encoding.UTF8.GetBytes(request), replyTo: connection.NewInbox());
        Assert.That(await refused.WaitAsync(Soon), Does.Contain("Permissions Violation for Publish").And.Contain(subject));
    }

    [TestCase("nexus.prod.>")]
    [TestCase("nexus.prod.SPOT_BTC_USDT.own.>")]
    [TestCase("_INBOX_desk.>")]
    [TestCase("_INBOX_desk_push.>")]
    [TestCase("_INBOX.>")]
    [TestCase("$JS.EVENT.>")]
    public async Task A_recorder_cannot_listen_past_the_log(string subject)
    {
        await using var connection = new NatsConnection(Nats("recorder") with { Url = _server.Url.ToString() });
        var refused = FirstViolation(connection);
        await using var subscription = await connection.SubscribeCoreAsync<byte[]>(subject);
        Assert.That(await refused.WaitAsync(Soon), Does.Contain("Permissions Violation for Subscription").And.Contain(subject));
    }

    [Test]
    public async Task A_consumers_filter_must_be_the_one_in_the_subject_of_the_request()
    {
        await using var connection = new NatsConnection(Nats("recorder") with { Url = _server.Url.ToString() });
        var request = Encoding.UTF8.GetBytes(
            $$"""{"stream_name":"{{Stream}}","config":{"name":"x","filter_subject":"nexus.prod.SPOT_BTC_USDT.own.>","deliver_subject":"_INBOX_recorder_push.x","ack_policy":"none"} }""");
        var reply = await connection.RequestAsync<byte[], string>($"$JS.API.CONSUMER.CREATE.{Stream}.x.nexus.prod.SPOT_BTC_USDT.md.>", request);
        Assert.That(reply.Data, Does.Contain("error"));
    }

    [Test]
    public async Task An_unknown_authority_is_refused()
    {
        await using var bus = Bus("desk", static nats => nats with { TlsOpts = new NatsTlsOpts { Mode = TlsMode.Require } });
        var error = await Assert.ThrowsAsync<NexusBusException>(() => bus.Envelopes(Btc).ToTask().WaitAsync(Soon));
        Assert.That(error!.Error, Is.EqualTo(BusError.Unreachable));
        Assert.That(error.Message, Does.Contain("certificate").And.Contain("PartialChain").And.Not.Contain("\n"));
    }

    [TestCase("stranger")]
    [TestCase("")]
    public async Task A_key_that_the_server_does_not_know_is_refused(string name)
    {
        var auth = name.Length == 0 ? NatsAuthOpts.Default : new NatsAuthOpts { NKey = _keys.Public(name), Seed = _keys.Seed(name) };
        await using var bus = Bus("desk", nats => nats with { AuthOpts = auth });
        var error = await Assert.ThrowsAsync<NexusBusException>(() => bus.Envelopes(Btc).ToTask().WaitAsync(Soon));
        Check(error!, "refuses the credentials");
        Assert.That(error!.ToString(), Does.Not.Contain(_keys.Seed("stranger")));
    }

    [Test]
    public async Task A_damaged_seed_is_an_error_that_does_not_contain_the_seed()
    {
        var seed = _keys.Seed("stranger")[..^4] + "AAAA";
        await using var bus = Bus("desk", nats => nats with { AuthOpts = new NatsAuthOpts { NKey = _keys.Public("stranger"), Seed = seed } });
        var error = await Assert.ThrowsAsync<NexusBusException>(() => bus.Envelopes(Btc).ToTask().WaitAsync(Soon));
        Assert.That(error!.ToString(), Does.Not.Contain(seed[..20]));
        var fault = Assert.Throws<FormatException>(() => Options.Parse(["--nats", "nats://127.0.0.1:1", "--nkey", _keys.Write("damaged.nk", seed)]));
        Assert.That(fault!.ToString(), Does.Contain("--nkey: ").And.Not.Contain(seed[..20]));
    }

    [Test]
    public async Task Credentials_files_open_the_bus_and_never_appear_in_output()
    {
        using var keys = new BusKeys();
        using var server = NatsServerProcess.StartWith(keys.OperatorConfiguration("firm"), new Dictionary<string, string>());
        var credentials = keys.CredentialsFile("bob", "firm");
        var texts = new StringWriter(CultureInfo.InvariantCulture);
        string[] args = ["--nats", server.Url.ToString(), "--creds", credentials, "--for", "3s"];
        Assert.That(await GatewayProgram.RunAsync(Options.Parse(args), texts, texts, CancellationToken.None), Is.Zero);
        Assert.That(texts.ToString(), Does.Contain("Leading").And.Not.Contain(keys.Seed("bob")));

        // Credentials of an account that the server does not know.
        _ = keys.OperatorConfiguration("others");
        args[3] = keys.CredentialsFile("eve", "others");
        texts = new StringWriter(CultureInfo.InvariantCulture);
        Assert.That(await GatewayProgram.RunAsync(Options.Parse(args), texts, texts, CancellationToken.None), Is.EqualTo(2));
        Assert.That(texts.ToString(), Does.Contain("refuses the credentials").And.Not.Contain(keys.Seed("eve")));
        Assert.That(texts.ToString().Split('\n'), Has.Length.LessThanOrEqualTo(4));
    }

    [Test]
    public async Task The_gateway_program_runs_with_these_permissions()
    {
        var texts = new StringWriter(CultureInfo.InvariantCulture);
        string[] args =
        [
            "--nats", _server.Url.ToString(), "--environment", "prod", "--ca", _keys.Authority, "--nkey", _keys.SeedFile("gateway"), "--inbox", "_INBOX_gateway",
            "--symbol", "SPOT_ETH_USDT", "--for", "3s",
        ];
        Assert.That(await GatewayProgram.RunAsync(Options.Parse(args), texts, texts, CancellationToken.None), Is.Zero, texts.ToString());
        Assert.That(texts.ToString(), Does.Contain("Leading epoch ").And.Not.Contain("away").And.Not.Contain(_keys.Seed("gateway")));
    }

    private static Task<string> FirstViolation(NatsConnection connection)
    {
        var refused = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        connection.ServerError += (_, args) =>
        {
            refused.TrySetResult(args.Error);
            return ValueTask.CompletedTask;
        };
        return refused.Task;
    }

    private static void Check(NexusBusException error, string words)
    {
        Assert.That(error.Error, Is.EqualTo(BusError.Unauthorized), error.Message);
        Assert.That(error.Message, Does.Contain(words));
        Assert.That(error.Message.Split('\n'), Has.Length.EqualTo(1));
    }

    private NexusBus Bus(string program, Func<NatsOpts, NatsOpts>? change = null)
    {
        var nats = Nats(program);
        return new NexusBus(new NexusBusOptions { Url = _server.Url, Environment = "prod", Nats = change?.Invoke(nats) ?? nats });
    }

    private NatsOpts Nats(string program) => NatsOpts.Default with
    {
        InboxPrefix = $"_INBOX_{program}",
        AuthOpts = new NatsAuthOpts { NKey = _keys.Public(program), Seed = _keys.Seed(program) },
        TlsOpts = new NatsTlsOpts { CaFile = _keys.Authority, Mode = TlsMode.Require },
    };
}
