using System.Collections.Concurrent;

namespace Nexus.Examples.Tests.Client.Chaos;

/// <summary>Compares the messages of each connection with the texts that were sent on it, when its gap arrives. Faults are stored and not thrown.</summary>
internal sealed class MessageCheck(Greeting greeting)
{
    private readonly List<NexusMessage> _segment = [];
    private int _lastConnection;
    private bool _isInGap;

    public ConcurrentQueue<string> Faults { get; } = new();

    public int Gaps { get; private set; }

    public int Connections { get; private set; }

    public long Messages { get; private set; }

    public void Take(NexusMessage message)
    {
        if (message is FeedGap)
        {
            Gaps++;
            EndConnection();
            _segment.Clear();
        }
        else if (message is FeedResumed != _isInGap)
        {
            Faults.Enqueue($"the end of a gap is not where it belongs: {message}");
        }
        else if (message is not FeedResumed)
        {
            Messages++;
            _segment.Add(message);
        }

        _isInGap = message is FeedGap;
    }

    private void EndConnection()
    {
        if (_segment.Count == 0)
            return;
        if (_segment[0] is not UnknownMessage { Text: var first } || Greeting.NumberIn(first) is not { } number || number <= _lastConnection || !greeting.Logs.TryGetValue(number, out var log))
        {
            Faults.Enqueue($"after connection {_lastConnection} comes {_segment[0]}");
            return;
        }

        Connections++;
        if (!_segment.SequenceEqual(log.Sent.Take(_segment.Count).Select(static text => NexusDecoder.Decode(text))))
            Faults.Enqueue($"connection {number}: what arrived is not what was sent first");
        for (; _lastConnection < number; _lastConnection++)
        {
            if (greeting.Logs.TryRemove(_lastConnection + 1, out var done))
                done.Clear();
        }
    }
}
