using System.Reactive.Subjects;
using static Nexus.Reactive.Tests.Orders.OrderDesk;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>Each row of the table of states and transitions in docs/orders.md is true.</summary>
public sealed class OrderLifePageTests
{
    private const double Retention = 300_000;
    private const int MaxDoneOrders = 4;

    private static IEnumerable<string[]> Rows() => File.ReadLines(Path.Combine(Repository.Root(), "docs", "orders.md"))
        .SkipWhile(static line => line != "| state | input | next state | event |")
        .Skip(2)
        .TakeWhile(static line => line.StartsWith('|'))
        .Select(static line => line.Split('|')[1..^1].Select(static cell => cell.Trim().Replace("`", "", StringComparison.Ordinal)).ToArray());

    [TestCaseSource(nameof(Rows))]
    public void The_order_life_table_matches_the_tracker(string state, string input, string next, string kind)
    {
        Assert.That(Probe(Reach(state, new Subject<OrderSnapshot>())), Is.EqualTo(state.Split(' ')[0]));

        var snapshots = new Subject<OrderSnapshot>();
        var desk = Reach(state, snapshots);
        var seen = desk.Events.Count;
        if (input == "a snapshot without the order")
            snapshots.OnNext(new OrderSnapshot { Timestamp = At(1_000), Orders = [] });
        else
            desk.Push(Inputs(input));

        Assert.That(desk.Events.Skip(seen).Where(static e => e.After.OrderId == 1).Select(static e => e.Kind.ToString()).LastOrDefault(string.Empty), Is.EqualTo(kind));
        Assert.That(Probe(desk), Is.EqualTo(next));
    }

    [Test]
    public void Each_state_is_reached_and_left() =>
        Assert.That(Rows().Select(static row => row[0].Split(' ')[0]).Distinct(), Is.EquivalentTo(Rows().Select(static row => row[2]).Distinct()));

    private static OrderDesk Reach(string state, Subject<OrderSnapshot> snapshots)
    {
        var desk = new OrderDesk(new OrderTrackingOptions { MaxDoneOrders = MaxDoneOrders }, snapshots);
        desk.Push(state switch
        {
            "unknown" => [],
            "open" => [U(0, S.New)],
            "done" => [U(0, S.New), U(1, S.Cancelled)],
            "done by REJECTED" => [U(0, S.New), U(1, S.Rejected)],
            "forgotten" => [U(0, S.New), U(1, S.Cancelled), new Ping(At(Retention + 1))],
            _ => throw new ArgumentException($"'{state}' is not a state."),
        });
        return desk;
    }

    private static NexusMessage[] Inputs(string input) => input switch
    {
        "NEW" => [U(2, S.New)],
        "CANCELLED" => [U(3, S.Cancelled)],
        "a transaction" => [T(3, 1, 4)],
        "transactions of the whole quantity" => [T(3, 1, 4), T(3, 2, 6)],
        "a gap" => [Gap()],
        "DoneOrderRetention passes" => [new Ping(At(Retention + 2))],
        "MaxDoneOrders orders are forgotten" => [.. Enumerable.Range(2, 2 * MaxDoneOrders).Select(static order => U(4, S.Cancelled, order: order))],
        _ => throw new ArgumentException($"'{input}' is not an input."),
    };

    // A further update shows the state.
    private static string Probe(OrderDesk desk)
    {
        var answer = desk.Push(U(1, S.Cancelled)).Single(static e => e.After.OrderId == 1);
        if (answer.Before is { } before)
            return before.IsDone ? "done" : "open";
        return answer.Kind == OrderEventKind.Duplicate ? "forgotten" : "unknown";
    }
}
