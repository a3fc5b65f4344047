namespace Nexus.Reactive;

/// <summary>The updates of one order that were counted, as fingerprints, to recognise their replay after a gap.</summary>
internal struct UpdateHistory
{
    private ulong[]? _seen;
    private int _count;

    // How often each may still be replayed; null until an update follows a gap.
    private Dictionary<ulong, int>? _replays;
    private bool _mayReplay;

    public void Add(ulong update)
    {
        if (_seen is null)
            _seen = new ulong[4];
        else if (_count == _seen.Length)
            Array.Resize(ref _seen, _count * 2);
        _seen[_count++] = update;
    }

    /// <summary>What was seen so far may come again, each as often as it was seen.</summary>
    public void BeginReplay() => (_mayReplay, _replays) = (_count > 0, null);

    /// <summary>Whether the update was seen before the latest gap, and did not come again since as often.</summary>
    public bool TryReplay(ulong update)
    {
        if (!_mayReplay)
            return false;
        if (_replays is null)
        {
            _replays = [];
            for (var i = 0; i < _count; i++)
                _replays[_seen![i]] = _replays.GetValueOrDefault(_seen[i]) + 1;
        }

        if (!_replays.TryGetValue(update, out var left) || left == 0)
            return false;
        _replays[update] = left - 1;
        return true;
    }
}
