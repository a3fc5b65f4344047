using NATS.Client.Core;
using NATS.NKeys;
using Nexus.Reactive.Nats;

namespace Nexus.Examples;

/// <summary>The options for the address of the message bus and the credentials. The content of files is never shown.</summary>
internal sealed record BusArguments
{
    /// <summary>The server; null if the program does not use the bus.</summary>
    public Uri? Url { get; init; }

    public string Environment { get; private init; } = "dev";

    public string Account { get; private init; } = "main";

    /// <summary>The first option that requires a bus, for the error text.</summary>
    public string? FirstOption { get; private init; }

    private string? Credentials { get; init; }

    private (string Public, string Seed)? NKey { get; init; }

    private string? Inbox { get; init; }

    private string? Authority { get; init; }

    /// <summary>Reads the current option if it is one of these options; otherwise, returns null.</summary>
    public BusArguments? TryRead(OptionReader option) => option.Name switch
    {
        "--bus" => this with { Url = ReadServer(option) },
        "--environment" => Named(option) with { Environment = option.Text() },
        "--account" => Named(option) with { Account = option.Text() },
        "--creds" => Named(option) with { Credentials = ReadFile(option) },
        "--nkey" => Named(option) with { NKey = ReadSeed(option) },
        "--inbox" => Named(option) with { Inbox = option.Text() },
        "--ca" => Named(option) with { Authority = ReadFile(option) },
        _ => null,
    };

    /// <summary>Checks that the names are valid, and that there are no options of a bus if no bus is used.</summary>
    public void Check()
    {
        if (Url is null && FirstOption is not null)
            throw new FormatException($"{FirstOption}: requires --bus");
        if (Url is null)
            return;
        try
        {
            _ = new NexusBus(CreateOptions()).DisposeAsync().AsTask();
        }
        catch (ArgumentException exception)
        {
            throw new FormatException($"--bus: {exception.Message.ReplaceLineEndings(" ")}", exception);
        }
    }

    public NexusBusOptions CreateOptions(Uri? url = null) => new()
    {
        Url = url ?? Url!,
        Environment = Environment,
        Account = Account,
        Nats = NatsOpts.Default with
        {
            InboxPrefix = Inbox ?? NatsOpts.Default.InboxPrefix,
            AuthOpts = new NatsAuthOpts { CredsFile = Credentials, NKey = NKey?.Public, Seed = NKey?.Seed },
            TlsOpts = new NatsTlsOpts { CaFile = Authority, Mode = (url ?? Url!).Scheme is "tls" or "wss" ? TlsMode.Require : TlsMode.Auto },
        },
    };

    /// <summary>Returns an empty text, so that a key is not printed accidentally.</summary>
    public override string ToString() => nameof(BusArguments);

    public static Uri ReadServer(OptionReader option)
    {
        // The text is not repeated, because it may contain a password.
        return Uri.TryCreate(option.Text(), UriKind.Absolute, out var uri) && uri.Scheme is "nats" or "tls" or "ws" or "wss" && uri.Host.Length > 0
            ? uri
            : throw option.Fault("the value is not an address such as nats://127.0.0.1:4222");
    }

    private static string ReadFile(OptionReader option)
    {
        var path = option.Text();
        return File.Exists(path) ? path : throw option.Fault($"there is no file '{path}'");
    }

    // The cause is not kept, because it may contain the seed.
    private static (string Public, string Seed) ReadSeed(OptionReader option)
    {
        var path = ReadFile(option);
        try
        {
            var seed = File.ReadLines(path).Select(static line => line.Trim()).First(static line => line.StartsWith("SU", StringComparison.Ordinal));
            using var pair = KeyPair.FromSeed(seed);
            return (pair.GetPublicKey(), seed);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw option.Fault($"the file '{path}' contains no user seed");
        }
    }

    private BusArguments Named(OptionReader option) => this with { FirstOption = FirstOption ?? option.Name };
}
