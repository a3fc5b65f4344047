using BenchmarkDotNet.Running;
using Nexus.Reactive.Benchmarks;

// `-- quick` prints a table of ratios in about two minutes, `-- quick TRADE` only the rows with this text in their names.
// `-- quick --save benchmarks/history.csv` also appends the rows to the history, to be committed with a release.
// `-- guard benchmarks/guard.csv` fails if a ratio became worse than the stored ones; `-- guard --save benchmarks/guard.csv` stores them.
// `-- tails` prints latencies from socket to subscriber in about two minutes; `-- tails --plot tails.png` also plots them.
// `-- sizes` prints costs by the number of symbols in about a minute; `-- sizes --plot sizes.png` also plots them.
// `-- bus` compares the message bus with NATS without JetStream, where nats-server is installed.
// Other arguments are passed to BenchmarkDotNet, for example `-- --filter *Decode*`.
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
        Quick.Run(string.Join(' ', contest), file);
        return 0;
    case ["quick", .. var filter]:
        Quick.Run(string.Join(' ', filter), save: null);
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
