namespace Nexus.Reactive;

/// <summary>Timestamps far from the clock, grouped by the times that they agree with: each is within the greatest jump of the latest one of its group.</summary>
/// <remarks>
/// There are at most 16 groups, and a new group replaces the one that has been without a message for longest. A group that receives at least one of 16
/// messages is therefore never replaced, and it receives the ten messages of a restart within 160. More groups would cost each held message more time, and a
/// feed whose sources are at more than 16 different times has no current time.
/// </remarks>
internal sealed class TimestampGroups(long maxDistance)
{
    /// <summary>The greatest number of groups.</summary>
    public const int Capacity = 16;

    // Sorted by their last messages, the most recent one first.
    private readonly Group[] _groups = new Group[Capacity];
    private int _count;

    public void Clear() => _count = 0;

    /// <summary>Adds a message to the group that its timestamp agrees with, or to a new one, and returns the group.</summary>
    public ref Group Add(long time, int weight)
    {
        var index = 0;
        while (index < _count && !IsNear(_groups[index], time))
            index++;
        var group = index < _count ? _groups[index] : new Group { Latest = time };
        if (index == _count)
            _count = Math.Min(_count + 1, Capacity);
        index = Math.Min(index, Capacity - 1);
        Array.Copy(_groups, 0, _groups, 1, index);
        group.Latest = Math.Max(group.Latest, time);
        group.Weight += weight;
        group.Messages++;
        _groups[0] = group;
        return ref _groups[0];
    }

    /// <summary>Removes the groups whose latest timestamp agrees with a time.</summary>
    public void RemoveNear(long time)
    {
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if (!IsNear(_groups[i], time))
                _groups[kept++] = _groups[i];
        }

        _count = kept;
    }

    private bool IsNear(in Group group, long time) => Math.Abs(time - group.Latest) <= maxDistance;

    /// <summary>Timestamps that agree with each other.</summary>
    public struct Group
    {
        public long Latest;
        public int Weight;
        public int Messages;
    }
}
