using BenchmarkDotNet.Running;
using Nexus.Reactive.Benchmarks;

// `-- quick` prints a table of ratios in about a minute, `-- quick TRADE` only the rows with this text in their names.
// `-- quick --save benchmarks/history.csv` also appends the rows to the history, to be committed with a release.
// Other arguments are passed to BenchmarkDotNet, for example `-- --filter *Decode*`.
var save = args is [.., "--save", var file] ? file : null;
if (args is ["quick", ..])
    Quick.Run(args.Skip(1).FirstOrDefault(arg => arg != "--save" && arg != save) ?? string.Empty, save);
else
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
