using System.Net;
using System.Net.Sockets;

namespace Nexus.Reactive;

/// <summary>
/// Connects to a host with several addresses as RFC 8305 describes ("Happy Eyeballs"): the next address is tried when the previous one fails or
/// does not answer soon, and the first open connection is used.
/// </summary>
internal sealed class AddressRace(NexusClientOptions options)
{
    // The value that RFC 8305 recommends.
    private static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(250);

    private readonly AddressFamily _family = options.LocalAddress?.AddressFamily ?? options.AddressFamily;

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        new NetworkStream(await ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false), ownsSocket: true);

    public async Task<Socket> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var addresses = await options.ResolveHost(host, _family, cancellationToken).ConfigureAwait(false);
        if (addresses.Length == 0)
            throw new SocketException((int)SocketError.HostNotFound);
        return await RaceAsync(AlternateFamilies(addresses), port, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Socket> RaceAsync(IEnumerable<IPAddress> addresses, int port, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var untried = new Queue<IPAddress>(addresses);
        var attempts = new List<Task<Socket>>();
        try
        {
            while (true)
            {
                if (untried.TryDequeue(out var address))
                    attempts.Add(ConnectAsync(new IPEndPoint(address, port), end.Token));

                var first = Task.WhenAny(attempts);
                var headStart = untried.Count > 0 ? HeadStart : Timeout.InfiniteTimeSpan;
                await ((Task)first.WaitAsync(headStart, cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
                if (!first.IsCompleted)
                    continue;

                var attempt = await first.ConfigureAwait(false);
                attempts.Remove(attempt);
                if (attempt.IsCompletedSuccessfully || (attempts.Count == 0 && untried.Count == 0))
                    return await attempt.ConfigureAwait(false);
            }
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            foreach (var loser in attempts)
                _ = DisposeAsync(loser);
        }
    }

    private async Task<Socket> ConnectAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            options.ConfigureTcp?.Invoke(socket);
            if (options.LocalAddress is { } local)
                socket.Bind(new IPEndPoint(local, 0));
            await socket.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // Another attempt may still succeed immediately after the race.
    private static async Task DisposeAsync(Task<Socket> loser)
    {
        await ((Task)loser).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (loser.IsCompletedSuccessfully)
            (await loser.ConfigureAwait(false)).Dispose();
    }

    // Starts with the resolver's first address, then alternates between the families.
    private static IEnumerable<IPAddress> AlternateFamilies(IPAddress[] addresses)
    {
        var same = addresses.Where(address => address.AddressFamily == addresses[0].AddressFamily).ToArray();
        var other = addresses.Except(same).ToArray();
        for (var i = 0; i < Math.Max(same.Length, other.Length); i++)
        {
            if (i < same.Length)
                yield return same[i];
            if (i < other.Length)
                yield return other[i];
        }
    }
}
