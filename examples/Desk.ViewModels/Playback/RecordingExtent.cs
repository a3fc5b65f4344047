using System.Reactive.Concurrency;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>What recordings contain: the arrival times of the first and the last message, and the symbols.</summary>
public sealed record RecordingExtent(DateTimeOffset Start, DateTimeOffset End, IReadOnlyList<Symbol> Symbols)
{
    /// <summary>Reads the recordings once, at full speed.</summary>
    /// <exception cref="InvalidDataException">The recordings contain no message with a symbol, so they are not recordings of a feed.</exception>
    /// <exception cref="FileNotFoundException">A file does not exist.</exception>
    public static RecordingExtent Read(IReadOnlyList<string> paths)
    {
        var time = new HistoricalScheduler();
        var symbols = new SortedSet<string>(StringComparer.Ordinal);
        DateTimeOffset? start = null;
        var end = default(DateTimeOffset);
        Exception? fault = null;
        using var reading = NexusRecording.Replay(paths, speed: 1, time).Subscribe(
            text =>
            {
                end = time.Now;
                start ??= end;
                if (NexusDecoder.Decode(text) is IHasSymbol message)
                    symbols.Add(message.Symbol.ToString());
            },
            error => fault = error);
        time.Start();
        if (start is null || symbols.Count == 0)
            throw new InvalidDataException(fault?.Message ?? "the recording contains no message of a symbol", fault);
        return new RecordingExtent(start.Value, end, [.. symbols.Select(static symbol => Symbol.Parse(symbol))]);
    }
}
