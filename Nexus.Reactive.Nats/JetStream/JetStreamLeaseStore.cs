using System.Buffers;
using System.Text;
using NATS.Client.Core;
using NATS.Client.KeyValueStore;

namespace Nexus.Reactive.Nats;

/// <summary>
/// Stores leases in a key-value bucket of a NATS server. The keys have no time to live: if a key expired while the server restarts, two gateways could get the
/// lease.
/// </summary>
internal sealed class JetStreamLeaseStore(JetStreamConnection connection, INatsKVStore store) : ILeaseStore
{
    public static async ValueTask<ILeaseStore> OpenAsync(JetStreamConnection connection, NexusBusOptions options, CancellationToken cancellation)
    {
        var context = new NatsKVContext(connection.Context);
        var bucket = $"NEXUS-{options.Environment}-lease";
        try
        {
            INatsKVStore store;
            try
            {
                store = await connection.RequestAsync(token => context.GetStoreAsync(bucket, token), cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (BusErrors.IsStreamNotFound(e) || e.InnerException is not null && BusErrors.IsStreamNotFound(e.InnerException))
            {
                var config = new NatsKVConfig(bucket) { NumberOfReplicas = options.Replicas, History = 1 };
                store = await connection.RequestAsync(token => context.CreateStoreAsync(config, token), cancellation).ConfigureAwait(false);
            }

            return new JetStreamLeaseStore(connection, store);
        }
        catch (Exception e) when (e is not (NexusBusException or OperationCanceledException))
        {
            throw BusErrors.From(e, options.Server);
        }
    }

    public async ValueTask<LeaseEntry?> ReadAsync(string key, CancellationToken cancellation)
    {
        var result = await connection.RequestAsync(token => store.TryGetEntryAsync(key, serializer: Utf8.Instance, cancellationToken: token), cancellation)
            .ConfigureAwait(false);
        if (result.Success)
            return new LeaseEntry(result.Value.Value ?? string.Empty, (long)result.Value.Revision);
        return result.Error is NatsKVKeyNotFoundException or NatsKVKeyDeletedException ? null : throw result.Error;
    }

    public async ValueTask<long?> TryWriteAsync(string key, string holder, long revision, CancellationToken cancellation)
    {
        var result = await connection.RequestAsync(
            token => revision == 0
                ? store.TryCreateAsync(key, holder, Utf8.Instance, token)
                : store.TryUpdateAsync(key, holder, (ulong)revision, Utf8.Instance, token),
            cancellation).ConfigureAwait(false);
        if (result.Success)
            return (long)result.Value;
        return result.Error is NatsKVWrongLastRevisionException or NatsKVCreateException ? null : throw result.Error;
    }

    private sealed class Utf8 : INatsSerialize<string>, INatsDeserialize<string>, INatsSerializer<string>
    {
        public static readonly Utf8 Instance = new();

        public void Serialize(IBufferWriter<byte> bufferWriter, string value) => Encoding.UTF8.GetBytes(value, bufferWriter);

        public string Deserialize(in ReadOnlySequence<byte> buffer) => Encoding.UTF8.GetString(buffer);

        public INatsSerializer<string> CombineWith(INatsSerializer<string> next) => this;
    }
}
