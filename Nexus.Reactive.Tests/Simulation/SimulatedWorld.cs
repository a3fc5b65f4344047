namespace Nexus.Reactive.Tests.Simulation;

/// <summary>An invariant that does not hold.</summary>
public sealed class SimulationException(string message) : Exception(message);

/// <summary>Virtual time: one queue of events, in the order of their times; those of one instant in the order in which they were scheduled.</summary>
internal sealed class SimulatedWorld(int seed)
{
    public static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Action, (long At, long Number)> _queue = new();
    private SimulationException? _fault;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private long _number;

    /// <summary>The choices of the world; the same seed makes the same ones.</summary>
    public Random Random { get; } = new(seed);

    /// <summary>The time since the start, in ticks.</summary>
    public long Now { get; private set; }

    /// <summary>How many events were run.</summary>
    public long Steps { get; private set; }

    public void At(long time, Action action)
    {
        if (Environment.CurrentManagedThreadId != _thread)
            throw new InvalidOperationException("the simulation has one thread");
        _queue.Enqueue(action, (Math.Max(time, Now), _number++));
    }

    public void After(TimeSpan delay, Action action) => At(Now + delay.Ticks, action);

    /// <summary>Runs the events up to a time.</summary>
    public void RunUntil(long time)
    {
        while (_queue.TryPeek(out var action, out var key) && key.At <= time)
        {
            _queue.Dequeue();
            Now = key.At;
            Steps++;
            action();
            ThrowIfFailed();
        }

        Now = Math.Max(Now, time);
    }

    /// <summary>A time between two bounds, where short ones are as likely as long ones.</summary>
    public TimeSpan Between(TimeSpan least, TimeSpan most) => least * Math.Pow(most / least, Random.NextDouble());

    public bool Chance(double probability) => Random.NextDouble() < probability;

    /// <summary>Notes an invariant that does not hold. A subscriber cannot throw it: the feed would isolate it.</summary>
    public void Require(bool condition, Func<string> message)
    {
        if (!condition)
            _fault ??= new SimulationException(message());
    }

    /// <summary>Throws the first invariant that did not hold.</summary>
    public void ThrowIfFailed()
    {
        if (_fault is not null)
            throw _fault;
    }
}
