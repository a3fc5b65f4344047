using System.Net.Security;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using System.Security.Cryptography.X509Certificates;
using Nexus.Simulator;
using Nexus.Simulator.Tls;
using static Nexus.Examples.Tests.Client.RealTime;

namespace Nexus.Examples.Tests.Client;

/// <summary>Tests of the client with an exchange whose certificate is signed by its own authority.</summary>
public sealed class TlsTests
{
    [Test]
    public async Task A_certificate_of_a_trusted_authority_is_accepted()
    {
        await using var exchange = await Exchange(ServerCertificate.Good);
        await using var client = Client(exchange, trusts: true);
        var book = client.Feed.Books.FirstAsync().ToTask();

        await client.StartAsync().WaitAsync(Soon);

        Assert.That((await book.WaitAsync(Soon)).Asks, Is.Not.Empty);
        Assert.That(exchange.BaseUri.Scheme, Is.EqualTo("wss"));
    }

    [TestCase(ServerCertificate.Good, false, "certificate chain")]
    [TestCase(ServerCertificate.Expired, false, "NotTimeValid")]
    [TestCase(ServerCertificate.Expired, true, "NotTimeValid")]
    [TestCase(ServerCertificate.WrongHost, false, "RemoteCertificateNameMismatch")]
    [TestCase(ServerCertificate.WrongHost, true, "RemoteCertificateNameMismatch")]
    public async Task A_bad_certificate_is_refused_and_the_status_says_why(ServerCertificate certificate, bool trusts, string fault)
    {
        await using var exchange = await Exchange(certificate);
        await using var client = Client(exchange, trusts);
        var lost = client.Status.OfType<ConnectionStatus.Reconnecting>().FirstAsync().ToTask();

        _ = client.StartAsync();
        var reason = (await lost.WaitAsync(Soon)).Reason;

        Assert.That(reason, Does.StartWith("TLS: ").And.Contain(fault).And.Not.Contain(TestClient.Key));
        Assert.That(exchange.Connections, Is.Empty);
    }

    private static Task<SimulatedExchange> Exchange(ServerCertificate certificate) =>
        SimulatedExchange.StartAsync(new SimulatorOptions { Keys = [TestClient.Key], Certificate = certificate });

    private static NexusClient Client(SimulatedExchange exchange, bool trusts) => new(
        new NexusEndpoint(exchange.BaseUri, TestClient.Key, "SPOT_BTC_USDT"),
        trusts ? Quick with { ConfigureSocket = socket => socket.RemoteCertificateValidationCallback = Trusting(exchange.Authority!) } : Quick);

    // A program that trusts the exchange's authority does the same.
    private static RemoteCertificateValidationCallback Trusting(X509Certificate2 authority) => (_, certificate, chain, errors) =>
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return false;
        chain!.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        return chain.Build((X509Certificate2)certificate!);
    };
}
