using Nexus.Reactive;
using NexusStrategy;

const string usage = """
    Prints the signals of the strategy.

      NexusStrategy RECORDING    of a recording, such as session.tsv.gz
      NexusStrategy              live; records to session.tsv.gz

    Live runs read the client key from NEXUS_KEY and, if it is set, the exchange's address from NEXUS_URL.
    """;

if (args is ["--help" or "-h"])
{
    Console.WriteLine(usage);
    return 0;
}

if (args.Length > 1)
{
    Console.Error.WriteLine("At most one argument is allowed: the path of a recording.");
    return 2;
}

if (args is [var recording])
{
    try
    {
        var replay = NexusRecording.OpenFeed(recording);
        var isEmpty = true;
        using var any = replay.Subscribe(_ => isEmpty = false, static _ => { });
        using var thrown = replay.SubscriberFaults.Subscribe(Console.Error.WriteLine);
        using var gaps = replay.Gaps.Subscribe(Console.Error.WriteLine, static _ => { });
        using var malformed = replay.Malformed.Subscribe(Console.Error.WriteLine, static _ => { });
        using var signals = Strategy.Signals(replay).Subscribe(Console.WriteLine, static _ => { });
        await replay.RunAsync();
        if (!isEmpty)
            return 0;
        Console.Error.WriteLine($"The recording contains no messages: {recording}");
        return 2;
    }
    catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
    {
        Console.Error.WriteLine(error.Message);
        return 2;
    }
}

if (Environment.GetEnvironmentVariable("NEXUS_KEY") is not { Length: > 0 } key)
{
    Console.Error.WriteLine("Set NEXUS_KEY to run live, or pass the path of a recording.");
    return 2;
}

const string symbol = "SPOT_BTC_USDT";
NexusClient client;
try
{
    client = new NexusClient(Environment.GetEnvironmentVariable("NEXUS_URL") is { Length: > 0 } url ? new NexusEndpoint(url, key, symbol) : NexusEndpoint.Production(key, symbol));
}
catch (ArgumentException error)
{
    Console.Error.WriteLine($"NEXUS_URL or NEXUS_KEY: {error.Message}");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, cancelled) =>
{
    cancelled.Cancel = true;
    stop.Cancel();
};
await using var closing = client;
using var status = client.Status.Subscribe(Console.Error.WriteLine);
using var faults = client.Feed.SubscriberFaults.Subscribe(Console.Error.WriteLine);
await using var record = client.Feed.RecordTo("session.tsv.gz");
using var live = Strategy.Signals(client.Feed).Subscribe(Console.WriteLine);
try
{
    await client.StartAsync(stop.Token);
    await Task.Delay(Timeout.Infinite, stop.Token);
}
catch (OperationCanceledException)
{
}
catch (HttpRequestException refused)
{
    Console.Error.WriteLine(refused.Message);   // 401 or 403: the key; 404: the symbol
    return 1;
}

return 0;
