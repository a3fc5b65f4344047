using BenchmarkDotNet.Running;
using Nexus.Reactive.Benchmarks;

const string Usage = """
    usage: dotnet run -c Release --project benchmarks -- COMMAND

      quick [TEXT] [--save FILE]   a table of ratios in about three minutes, or only the rows with this text in their names;
                                   --save appends them to a history such as benchmarks/history.csv
      tails [--plot FILE]          latencies from socket to subscriber, in about two minutes
      sizes [--plot FILE]          costs by the number of symbols, in about a minute
      sizes --clients              costs by the number of connections, in about two minutes
      bus                          the message bus and NATS without JetStream; needs nats-server
      guard FILE                   fails if a ratio became worse than the stored ones, such as those in benchmarks/guard.csv
      guard --save FILE            stores the ratios of this kind of processor
      --filter PATTERN ...         BenchmarkDotNet with these arguments, for example --filter *Decode*
    """;

switch (args)
{
    case ["guard", .. var arguments]:
        return SpeedGuard.Run(arguments);
    case ["tails", .. var arguments]:
        return TailBenchmark.Run(arguments);
    case ["sizes", .. var arguments]:
        return SizeBenchmark.Run(arguments);
    case ["bus", .. var arguments]:
        return BusBenchmark.Run(arguments);
    case ["quick", .. var contest, "--save", var file]:
        return Quick.Run(string.Join(' ', contest), file);
    case ["quick", .. var filter]:
        return Quick.Run(string.Join(' ', filter), save: null);
    case ["-h" or "--help"]:
        Console.WriteLine(Usage);
        return 0;
    case [['-', ..], ..]:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
    default:
        Console.Error.WriteLine(Usage);
        return 2;
}
