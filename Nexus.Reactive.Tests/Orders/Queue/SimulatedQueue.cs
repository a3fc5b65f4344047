using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Orders.Queue;

/// <summary>A price level whose every order is known: others join, leave and are executed, and one order of 2 is the client's own.</summary>
/// <param name="seed">The seed of the events.</param>
/// <param name="isEachChangeShown">Whether a book follows each event. If not, books hide what joined and left between them.</param>
internal sealed class SimulatedQueue(int seed, bool isEachChangeShown)
{
    public const int Own = 2;

    private readonly Random _random = new(seed);
    private readonly List<(bool IsOwn, int Quantity)> _level = [(false, 4), (false, 3)];
    private DateTimeOffset _time = Marbles.DefaultStart;
    private int _joined;
    private int _left;

    /// <summary>The messages, and for each what is ahead of the own order then; null before it joins.</summary>
    public List<(NexusMessage Message, int? Ahead)> Messages { get; } = [];

    /// <summary>The quantity that both joined and left between two books, which no book shows.</summary>
    public int Hidden { get; private set; }

    private int Total => _level.Sum(static order => order.Quantity);

    private int? Ahead => _level.Exists(static order => order.IsOwn) ? _level.TakeWhile(static order => !order.IsOwn).Sum(static order => order.Quantity) : null;

    public void Run(int events)
    {
        ShowBook();
        var joinsAt = _random.Next(2, 6);
        for (var i = 0; i < events && (i <= joinsAt || Ahead is not null); i++)
        {
            _time = _time.AddMilliseconds(_random.Next(isEachChangeShown ? 1 : 0, 3));
            if (i == joinsAt)
            {
                _level.Add((true, Own));
                Add(Make.Order("100x2 buy", timestamp: _time));
            }
            else
                Change(_random.Next(10));
            if (isEachChangeShown)
                _time = _time.AddMilliseconds(1);
            if (isEachChangeShown || _random.Next(3) == 0)
                ShowBook();
        }
    }

    private void Change(int kind)
    {
        if (kind < 4)
        {
            var quantity = _random.Next(1, 5);
            _joined += quantity;
            _level.Add((false, quantity));
        }
        else if (kind < 8)
            Leave();
        else
            Execute(Math.Min(_random.Next(1, 4), Ahead ?? Total));
    }

    private void Leave()
    {
        var index = _level.Count == 0 ? 0 : _random.Next(_level.Count);
        if (_level.Count == 0 || _level[index].IsOwn)
            return;
        var quantity = _random.Next(1, _level[index].Quantity + 1);
        _left += quantity;
        Reduce(index, quantity);
    }

    private void Execute(int quantity)
    {
        if (quantity == 0)
            return;
        for (var rest = quantity; rest > 0;)
        {
            var executed = Math.Min(rest, _level[0].Quantity);
            Reduce(0, executed);
            rest -= executed;
        }

        Add(Make.Trade($"100x{quantity} sell", timestamp: _time));
    }

    private void Reduce(int index, int quantity)
    {
        if (_level[index].Quantity == quantity)
            _level.RemoveAt(index);
        else
            _level[index] = (false, _level[index].Quantity - quantity);
    }

    private void ShowBook()
    {
        Add(Make.Book(Total == 0 ? "99x9 | 101x9" : $"100x{Total} 99x9 | 101x9", timestamp: _time));
        Hidden += Math.Min(_joined, _left);
        (_joined, _left) = (0, 0);
    }

    private void Add(NexusMessage message) => Messages.Add((message, Ahead));
}
