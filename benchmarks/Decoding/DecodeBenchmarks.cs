using BenchmarkDotNet.Attributes;

namespace Nexus.Reactive.Benchmarks;

/// <summary>The decoder's time and allocated bytes per message, measured by BenchmarkDotNet: <c>-- --filter *Decode*</c>.</summary>
[MemoryDiagnoser]
public class DecodeBenchmarks
{
    private const int Count = 2000;
    private readonly MessageDecoder _decoder = new();
    private string[] _messages = [];

    [Params("BOOK 20", "BOOK 100", "TRADE", "ORDER_UPDATE", "TRANSACTION")]
    public string Kind { get; set; } = "";

    [GlobalSetup]
    public void SetUp() => _messages = Kind switch
    {
        "BOOK 20" => Wire.Books(Count, 20),
        "BOOK 100" => Wire.Books(Count, 100),
        "TRADE" => Wire.Trades(Count),
        "ORDER_UPDATE" => Wire.OrderUpdates(Count),
        _ => Wire.Transactions(Count),
    };

    [Benchmark(OperationsPerInvoke = Count)]
    public NexusMessage? Fast()
    {
        NexusMessage? last = null;
        foreach (var message in _messages)
            last = _decoder.Decode(message);
        return last;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public NexusMessage? Reference()
    {
        NexusMessage? last = null;
        foreach (var message in _messages)
            last = ReferenceDecoder.Decode(message, symbols: null);
        return last;
    }
}
