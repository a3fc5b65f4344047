using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using NATS.NKeys;

namespace Nexus.Examples.Tests.Gateway;

/// <summary>Certificates, nkeys and credentials that are created for one run, in a separate folder.</summary>
internal sealed class BusKeys : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nexus-keys-").FullName;
    private readonly Dictionary<string, KeyPair> _pairs = [];

    public BusKeys()
    {
        var now = DateTimeOffset.UtcNow;
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=bus authority", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var root = authority.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var server = new CertificateRequest("CN=127.0.0.1", serverKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        server.CertificateExtensions.Add(names.Build());
        using var certificate = server.Create(root, now.AddDays(-1), now.AddDays(1), RandomNumberGenerator.GetBytes(8));
        Authority = Write("ca.pem", root.ExportCertificatePem());
        Certificate = Write("server.pem", certificate.ExportCertificatePem());
        CertificateKey = Write("server.key", serverKey.ExportPkcs8PrivateKeyPem());
    }

    public string Authority { get; }

    public string Certificate { get; }

    public string CertificateKey { get; }

    public string Store => Path.Combine(_folder, "store");

    /// <summary>Returns the public key of a name.</summary>
    public string Public(string name) => Pair(name).GetPublicKey();

    public string Seed(string name) => Pair(name).GetSeed();

    /// <summary>Creates a file with the seed of a name, in the format of <c>nk -gen user</c>.</summary>
    public string SeedFile(string name) => Write($"{name}.nk", Seed(name) + "\n");

    /// <summary>Creates a file with a user's credentials: a token signed by the account, and the user's seed.</summary>
    public string CredentialsFile(string user, string account) => Write($"{user}.creds", $"""
        -----BEGIN NATS USER JWT-----
        {Sign(user, account, """{"subs":-1,"data":-1,"payload":-1,"type":"user","version":2}""")}
        ------END NATS USER JWT------

        -----BEGIN USER NKEY SEED-----
        {Seed(user)}
        ------END USER NKEY SEED------

        """);

    /// <summary>Returns the configuration of a server that identifies accounts by tokens.</summary>
    public string OperatorConfiguration(string account)
    {
        const string Limits = "\"subs\":-1,\"data\":-1,\"payload\":-1,\"imports\":-1,\"exports\":-1,\"wildcards\":true,\"conn\":-1,\"leaf\":-1";
        const string Storage = ",\"mem_storage\":-1,\"disk_storage\":-1,\"streams\":-1,\"consumer\":-1";
        string Account(string name, string limits) => Sign(name, "operator", $$$"""{"limits":{{{{limits}}}},"type":"account","version":2}""", PrefixByte.Account);
        return Write("operator.conf", $$"""
            operator: {{Sign("operator", "operator", """{"type":"operator","version":2}""", PrefixByte.Operator)}}
            system_account: {{Pair("system", PrefixByte.Account).GetPublicKey()}}
            resolver: MEMORY
            resolver_preload: {
              {{Pair("system", PrefixByte.Account).GetPublicKey()}}: {{Account("system", Limits)}}
              {{Pair(account, PrefixByte.Account).GetPublicKey()}}: {{Account(account, Limits + Storage)}}
            }
            jetstream: enabled
            """);
    }

    public string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose()
    {
        foreach (var pair in _pairs.Values)
            pair.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private KeyPair Pair(string name, PrefixByte prefix = PrefixByte.User) =>
        _pairs.TryGetValue(name, out var pair) ? pair : _pairs[name] = KeyPair.CreatePair(prefix);

    private string Sign(string subject, string issuer, string claims, PrefixByte prefix = PrefixByte.User)
    {
        var key = Pair(subject, prefix);
        var signer = Pair(issuer, PrefixByte.Operator);
        using var nats = JsonDocument.Parse(claims);
        var body = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["iat"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
            ["iss"] = signer.GetPublicKey(),
            ["name"] = subject,
            ["sub"] = key.GetPublicKey(),
            ["nats"] = nats.RootElement,
        });
        var signed = $"{Encode("""{"typ":"JWT","alg":"ed25519-nkey"}""")}.{Encode(body)}";
        var signature = new byte[64];
        signer.Sign(Encoding.ASCII.GetBytes(signed), signature);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
