using BenchmarkDotNet.Running;
using Nexus.Reactive.Benchmarks;

// `-- quick` prints a table of ratios in about a minute, `-- quick TRADE` only the rows with this text in their names.
// `-- quick --save benchmarks/history.csv` also appends the rows to the history, to be committed with a release.
// Other arguments are passed to BenchmarkDotNet, for example `-- --filter *Decode*`.
if (args is ["quick", .. var contest, "--save", var file])
    Quick.Run(string.Join(' ', contest), file);
else if (args is ["quick", .. var filter])
    Quick.Run(string.Join(' ', filter), save: null);
else
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
