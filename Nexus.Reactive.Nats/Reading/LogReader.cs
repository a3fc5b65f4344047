using System.Text;

namespace Nexus.Reactive.Nats;

/// <summary>
/// Reads a symbol's log in order, proves from the entries' numbers that no entry is missing, and determines its position again after a fault.
/// </summary>
internal sealed class LogReader(ILog log, Symbol symbol, BusScope scope, BusMetrics metrics, TimeProvider time)
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(200);

    private readonly ReaderRules _rules = new(scope);
    private ulong _next;

    /// <summary>Called with the reason when the log becomes unavailable, and with null when it is available again.</summary>
    public Action<string?> StateChanged { get; init; } = static _ => { };

    /// <summary>
    /// Reads until canceled, until <paramref name="deliver"/> returns false, or until the log fails permanently. A gap that this reader detected has no
    /// payload.
    /// </summary>
    /// <param name="start">The start position.</param>
    /// <param name="deliver">Receives an entry. For a gap that was detected before an entry, it receives the gap's reason instead of the payload.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task RunAsync(BusStart start, Func<LogEntry, string?, bool> deliver, CancellationToken cancellation)
    {
        var goesOn = true;
        var isPlaced = false;
        while (goesOn && !cancellation.IsCancellationRequested)
        {
            try
            {
                if (isPlaced)
                    await FindPlaceAsync(cancellation).ConfigureAwait(false);
                else
                    await PlaceAsync(start, deliver, cancellation).ConfigureAwait(false);
                isPlaced = true;
                StateChanged(null);
                await log.ReadAsync(_next, scope, entry => goesOn = Accept(entry, deliver), cancellation).ConfigureAwait(false);
                continue;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (NexusBusException e) when (e.Error is not (BusError.Unreachable or BusError.Other) || !isPlaced)
            {
                throw;
            }
            catch (Exception e)
            {
                StateChanged(BusErrors.Describe(e));
            }

            await Task.Delay(Retry, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool Accept(in LogEntry entry, Func<LogEntry, string?, bool> deliver)
    {
        var last = _rules.Last;
        var verdict = _rules.Accept(entry.Id, entry.Subject.EndsWith(".md.GAP", StringComparison.Ordinal));
        _next = entry.Sequence + 1;
        if (verdict == ReaderVerdict.Drop)
        {
            metrics.Duplicate();
            return true;
        }

        if (verdict == ReaderVerdict.DeliverAfterGap)
        {
            metrics.Hole();
            if (!deliver(entry, $"the bus lost entries between {Place(last!.Value)} and {Place(entry.Id)}"))
                return false;
        }

        metrics.Received();
        return deliver(entry, null);
    }

    private async ValueTask PlaceAsync(BusStart start, Func<LogEntry, string?, bool> deliver, CancellationToken cancellation)
    {
        var range = await log.ReadRangeAsync(cancellation).ConfigureAwait(false);
        _next = start switch
        {
            BusStart.Beginning => range.First,
            BusStart.LastBook => range.LastBook == 0 ? range.Last + 1 : range.LastBook,
            BusStart.At at => await log.FindAsync(at.Time, cancellation).ConfigureAwait(false),
            BusStart.After after => after.Sequence + 1,
            _ => range.Last + 1,
        };
        if (start is not BusStart.After { Sequence: > 0 } resumed)
            return;
        if (await log.FindAsync(resumed.Sequence, scope, cancellation).ConfigureAwait(false) is { } place && place.Sequence == resumed.Sequence)
        {
            _rules.StartAfter(place.Id);
            return;
        }

        // The log no longer contains the entry, or the log was truncated, so the messages in between are unknown.
        metrics.Hole();
        _next = resumed.Sequence < range.First ? range.First : range.Last + 1;
        deliver(new LogEntry(_next, default, string.Empty, default, 0), $"the log no longer contains entry {resumed.Sequence}");
    }

    // The log may have lost its last entries and grown again: the position is correct only if the last delivered entry is still there.
    private async ValueTask FindPlaceAsync(CancellationToken cancellation)
    {
        if (_rules.Last is not { } last || await log.FindAsync(_next - 1, scope, cancellation).ConfigureAwait(false) == new LogPlace(_next - 1, last))
            return;
        var range = await log.ReadRangeAsync(cancellation).ConfigureAwait(false);
        var (low, high) = (range.First, Math.Min(_next, range.Last + 1));
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            var place = await log.FindAsync(middle, scope, cancellation).ConfigureAwait(false);
            if (place is null || place.Value.Id.IsAfter(last))
                high = middle;
            else
                low = middle + 1;
        }

        _next = low;
    }

    private static string Place(in EntryId id) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{id.Epoch}.{id.Number}");

    public string CreateGap(string reason) => GapText.Create(symbol, reason);

    public static string GetText(in LogEntry entry) => Encoding.UTF8.GetString(entry.Payload.Span);
}
