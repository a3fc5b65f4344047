using Nexus.Examples;
using Nexus.Reactive;
using Nexus.Reactive.Nats;

namespace Nexus.Gateways;

/// <summary>The program's options. An invalid option is a <see cref="FormatException"/> whose message names it in one line.</summary>
internal sealed record Options
{
    public const string Help = """
        Publishes a symbol's messages on NATS JetStream, or reads them. Without options: the embedded simulator, and nats-server if it is on the PATH.

          dotnet run --project examples/Gateway -- [options]           runs a gateway
          dotnet run --project examples/Gateway -- reader [options]    runs a reader, in another terminal or on another machine

          --nats URL         the NATS server (default nats://127.0.0.1:4222; if no server answers, the gateway starts one)
          --endpoint WHERE   simulator (default), staging, production, or an address such as ws://127.0.0.1:9001/ws
          --key KEY          the client key; required except on the simulator; alternatively, set the environment variable NEXUS_CLIENT_KEY,
                             which other users of the machine cannot see
          --symbol SYMBOL    TYPE_BASE_QUOTE (default SPOT_BTC_USDT)
          --environment NAME separates environments that share a server (default dev)
          --account NAME     account whose orders are published (default main)
          --lease DURATION   time after which a standby gateway replaces a silent leader (default 10s)
          --health PORT      answers /live and /ready over HTTP on this port of all addresses
          --standby          runs as standby for another gateway and starts no server; requires --nats
          --creds FILE       NATS credentials
          --nkey FILE        NATS nkey seed
          --inbox PREFIX     first part of the subjects of replies, if the server's permissions specify one (default _INBOX)
          --ca FILE          the authority that signed the NATS server's certificate
          --from WHERE       reader: live (default), book, beginning, or a time such as 2024-08-08T12:00:00Z
          --own              reader: also reads the account's own orders
          --for DURATION     stops after 500ms, 10s, 5m, 1h, counted from the program's start, so it includes the time to connect
          --help             shows this text

        """;

    public const string SimulatorKey = "demo";

    public bool IsReader { get; private init; }

    /// <summary>The server and the credentials. Without a URL, the program looks for a server on this machine.</summary>
    public BusArguments Bus { get; private init; } = new();

    public string Endpoint { get; private init; } = "simulator";

    public string? Key { get; private init; }

    public Symbol Symbol { get; private init; } = Symbol.Parse("SPOT_BTC_USDT");

    public TimeSpan Lease { get; private init; } = TimeSpan.FromSeconds(10);

    public int? HealthPort { get; private init; }

    public bool IsStandby { get; private init; }

    public BusStart From { get; private init; } = new BusStart.Live();

    public BusScope Scope { get; private init; }

    public TimeSpan? For { get; private init; }

    public bool IsSimulator => Endpoint == "simulator";

    public static Options Parse(IReadOnlyList<string> args)
    {
        var isReader = args is ["reader", ..];
        var options = new Options { IsReader = isReader };
        var option = new OptionReader(isReader ? [.. args.Skip(1)] : args);
        while (option.Read())
        {
            options = option.Name switch
            {
                "--nats" => options with { Bus = options.Bus with { Url = BusArguments.ReadServer(option) } },
                "--endpoint" => options with { Endpoint = option.Endpoint() },
                "--key" => options with { Key = option.Text() },
                "--symbol" => options with { Symbol = option.Parse<Symbol>("TYPE_BASE_QUOTE") },
                "--lease" => options with { Lease = option.Duration() },
                "--health" => options with { HealthPort = option.Whole(0, 65_535) },
                "--standby" => options with { IsStandby = true },
                "--from" => options with { From = ReadStart(option) },
                "--own" => options with { Scope = BusScope.All },
                "--for" => options with { For = option.Duration() },
                _ => options with { Bus = options.Bus.TryRead(option) ?? throw option.Unknown() },
            };
        }

        options = options with { Key = options.Key ?? System.Environment.GetEnvironmentVariable("NEXUS_CLIENT_KEY") };
        if (options.IsStandby && options.Bus.Url is null)
            throw new FormatException("--standby: requires --nats");
        if (!options.IsReader && !options.IsSimulator && options.Key is null)
            throw new FormatException("--key: this endpoint requires a client key");
        return options;
    }

    public NexusEndpoint CreateEndpoint() => Endpoint switch
    {
        "staging" => NexusEndpoint.Staging(Key!, Symbol),
        "production" => NexusEndpoint.Production(Key!, Symbol),
        _ => new NexusEndpoint(new Uri(Endpoint), Key!, Symbol),
    };

    private static BusStart ReadStart(OptionReader option)
    {
        var text = option.Text();
        return text switch
        {
            "live" => new BusStart.Live(),
            "book" => new BusStart.LastBook(),
            "beginning" => new BusStart.Beginning(),
            _ => DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var time)
                ? new BusStart.At(time)
                : throw option.Fault($"'{text}' is not live, book, beginning or a time such as 2024-08-08T12:00:00Z"),
        };
    }
}
