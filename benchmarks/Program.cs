using BenchmarkDotNet.Running;
using Nexus.Reactive.Benchmarks;

// `-- quick` prints a table of ratios in about a minute, `-- quick TRADE` only the rows with this text in their names.
// Other arguments are passed to BenchmarkDotNet, for example `-- --filter *Decode*`.
if (args is ["quick", ..])
    Quick.Run(args.ElementAtOrDefault(1) ?? string.Empty);
else
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
