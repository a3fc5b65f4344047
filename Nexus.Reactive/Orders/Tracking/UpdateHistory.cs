using System.Runtime.CompilerServices;

namespace Nexus.Reactive;

/// <summary>The fingerprints of the counted updates of one order, used to recognize replays after a gap.</summary>
internal struct UpdateHistory
{
    // Most orders have few updates, so the first ones need no array.
    private FirstUpdates _first;
    private ulong[]? _more;
    private int _count;

    // The number of times that each update may still be replayed; null until an update follows a gap.
    private Dictionary<ulong, int>? _replays;
    private bool _mayReplay;

    public void Add(ulong update)
    {
        // Updates after the gap are not replays.
        if (_mayReplay)
            _replays ??= CountUpdates();
        if (_count < FirstUpdates.Length)
            _first[_count] = update;
        else
        {
            var place = _count - FirstUpdates.Length;
            if (_more is null)
                _more = new ulong[2 * FirstUpdates.Length];
            else if (place == _more.Length)
                Array.Resize(ref _more, place * 2);
            _more[place] = update;
        }

        _count++;
    }

    /// <summary>Allows each counted update to be replayed as many times as it occurred.</summary>
    public void BeginReplay() => (_mayReplay, _replays) = (_count > 0, null);

    /// <summary>Returns whether the update was counted before the latest gap and may still be replayed; if so, uses up one replay.</summary>
    public bool TryReplay(ulong update)
    {
        if (!_mayReplay)
            return false;
        _replays ??= CountUpdates();
        if (!_replays.TryGetValue(update, out var left) || left == 0)
            return false;
        _replays[update] = left - 1;
        return true;
    }

    /// <summary>Returns whether the update was counted.</summary>
    public readonly bool Contains(ulong update)
    {
        for (var i = 0; i < _count; i++)
        {
            if (At(i) == update)
                return true;
        }

        return false;
    }

    public UpdateHistory Transfer(StateArchive archive) => archive.Object("updates", this, history =>
    {
        var known = history;
        var counted = archive.List("counted", Enumerable.Range(0, known._count).Select(i => known.At(i)), update =>
        {
            archive.Value("update", ref update);
            return update;
        });
        var replays = archive.Optional("replays", known._replays, replays => archive.List("left", replays ?? [], pair =>
        {
            var (update, left) = (pair.Key, pair.Value);
            archive.Value("update", ref update);
            archive.Value("left", ref left);
            return KeyValuePair.Create(update, left);
        }).ToDictionary());
        var mayReplay = known._mayReplay;
        archive.Value("mayReplay", ref mayReplay);
        if (!archive.IsReading)
            return known;

        var read = default(UpdateHistory);
        foreach (var update in counted)
            read.Add(update);
        (read._replays, read._mayReplay) = (replays, mayReplay);
        return read;
    });

    private readonly Dictionary<ulong, int> CountUpdates()
    {
        var counts = new Dictionary<ulong, int>();
        for (var i = 0; i < _count; i++)
            counts[At(i)] = counts.GetValueOrDefault(At(i)) + 1;
        return counts;
    }

    private readonly ulong At(int index) => index < FirstUpdates.Length ? _first[index] : _more![index - FirstUpdates.Length];

    [InlineArray(Length)]
    private struct FirstUpdates
    {
        public const int Length = 4;

        private ulong _update;
    }
}
