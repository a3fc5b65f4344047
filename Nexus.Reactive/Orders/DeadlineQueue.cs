namespace Nexus.Reactive;

/// <summary>Orders that wait the same fixed time: first come, first due. Adding, removing and looking cost a few pointers, however many wait.</summary>
internal sealed class DeadlineQueue(TimeSpan delay)
{
    public const long Never = long.MaxValue;
    private static readonly long EndOfTime = DateTime.MaxValue.Ticks;
    private readonly LinkedList<Deadline> _deadlines = [];

    public int Count => _deadlines.Count;

    /// <summary>The earliest deadline in UTC ticks.</summary>
    public long NextDue => _deadlines.First?.ValueRef.Due ?? Never;

    public OrderAccount First => _deadlines.First!.ValueRef.Account;

    /// <summary>Adds an order, by the node that it keeps for this queue.</summary>
    public void Add(ref LinkedListNode<Deadline>? node, OrderAccount account, long now)
    {
        var deadline = new Deadline(account, now > EndOfTime - delay.Ticks ? EndOfTime : now + delay.Ticks);
        if (node is null)
            node = new LinkedListNode<Deadline>(deadline);
        else
            node.ValueRef = deadline;
        _deadlines.AddLast(node);
    }

    public void Remove(LinkedListNode<Deadline>? node)
    {
        if (node?.List is not null)
            _deadlines.Remove(node);
    }

    /// <summary>Moves every deadline.</summary>
    public void Shift(long ticks)
    {
        for (var node = _deadlines.First; node is not null; node = node.Next)
        {
            if (node.ValueRef.Due != EndOfTime)
                node.ValueRef.Due += ticks;
        }
    }
}
