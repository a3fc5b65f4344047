using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;

namespace Nexus.Reactive;

/// <summary>Records why the configured check rejected a certificate, because the exception of the socket does not contain the reason.</summary>
internal sealed class CertificateCheck
{
    public string? Fault { get; private set; }

    public void Attach(ClientWebSocketOptions options)
    {
        if (options.RemoteCertificateValidationCallback is { } check)
            options.RemoteCertificateValidationCallback = (sender, certificate, chain, errors) => check(sender, certificate, chain, errors) || Refuse(chain, errors);
    }

    // Called after the check, which may have rebuilt the chain with its own authority.
    private bool Refuse(X509Chain? chain, SslPolicyErrors errors)
    {
        List<string> faults = [];
        if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) is not SslPolicyErrors.None and var others)
            faults.Add(others.ToString());
        faults.AddRange(chain?.ChainStatus.Select(static status => status.Status.ToString()).Distinct(StringComparer.Ordinal) ?? []);
        Fault = $"TLS: the configured certificate check rejected the certificate ({(faults.Count == 0 ? "no other fault" : string.Join(", ", faults))})";
        return false;
    }
}
