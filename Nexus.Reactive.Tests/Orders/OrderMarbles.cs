using System.Reactive.Linq;
using Nexus.Reactive.Testing;
using S = Nexus.Reactive.OrderStatus;

namespace Nexus.Reactive.Tests.Orders;

/// <summary>What the letters of order diagrams stand for; a frame is a second.</summary>
internal static class OrderMarbles
{
    private const string Ordered = "100x10 buy";

    /// <summary>
    /// A small letter is the initial of an update of order 1, 10 at 100: <c>n</c> NEW; <c>p q</c> PARTIAL_FILLED of 4, of 1; <c>f F</c> FILLED of 6, of 10;
    /// <c>c</c> CANCELLED; <c>r</c> REJECTED. A digit is a transaction of that quantity: <c>4 6</c>, and <c>T</c> the total of 10. Order 2 of another symbol:
    /// <c>m</c> NEW; <c>d</c> CANCELLED; <c>v</c> a transaction of all its 10. <c>s</c> is a transaction of another client; <c>x y z</c> are gaps of all
    /// symbols, of the first, of the second; <c>i</c> is a ping.
    /// </summary>
    public static readonly (char, NexusMessage)[] Inputs =
    [
        ('n', Make.Order(Ordered)),
        ('p', Make.Order(Ordered, status: S.PartiallyFilled, executed: 4)),
        ('q', Make.Order(Ordered, status: S.PartiallyFilled, executed: 1)),
        ('f', Make.Order(Ordered, status: S.Filled, executed: 6)),
        ('F', Make.Order(Ordered, status: S.Filled, executed: 10)),
        ('c', Make.Order(Ordered, status: S.Cancelled)),
        ('r', Make.Order(Ordered, status: S.Rejected)),
        ('4', Make.Transaction("100x4 buy", id: 1)),
        ('6', Make.Transaction("100x6 buy", id: 2)),
        ('T', Make.Transaction("100x10 buy", id: 3)),
        ('m', Make.Order(Ordered, id: 2, symbol: "SPOT_ETH_USDT")),
        ('d', Make.Order(Ordered, id: 2, status: S.Cancelled, symbol: "SPOT_ETH_USDT")),
        ('v', Make.Transaction("100x10 buy", id: 4, orderId: 2, symbol: "SPOT_ETH_USDT")),
        ('s', Make.Transaction("100x1 buy", id: 9, orderId: 9)),
        ('x', Make.Gap()),
        ('y', Make.Gap(symbol: "SPOT_BTC_USDT")),
        ('z', Make.Gap(symbol: "SPOT_ETH_USDT")),
        ('i', Make.Ping()),
    ];

    /// <summary>The letters of events.</summary>
    public static readonly IReadOnlyDictionary<char, OrderEventKind> Kinds = new Dictionary<char, OrderEventKind>
    {
        ['C'] = OrderEventKind.Created,
        ['P'] = OrderEventKind.PartiallyFilled,
        ['F'] = OrderEventKind.Filled,
        ['X'] = OrderEventKind.Cancelled,
        ['R'] = OrderEventKind.Rejected,
        ['K'] = OrderEventKind.FillConfirmed,
        ['L'] = OrderEventKind.LateFill,
        ['A'] = OrderEventKind.Amended,
        ['D'] = OrderEventKind.Duplicate,
        ['I'] = OrderEventKind.Ignored,
        ['&'] = OrderEventKind.Conflict,
        ['S'] = OrderEventKind.Stale,
        ['M'] = OrderEventKind.FillsMissing,
        ['%'] = OrderEventKind.Misread,
        ['_'] = OrderEventKind.Forgotten,
        ['='] = OrderEventKind.Resynced,
        ['?'] = OrderEventKind.Missing,
    };

    private static readonly Dictionary<OrderEventKind, char> Letters = Kinds.ToDictionary(static pair => pair.Value, static pair => pair.Key);

    public static Marbles EachSecond() => new(TimeSpan.FromSeconds(1));

    public static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    public static char Letter(OrderEventKind kind) => Letters[kind];

    /// <summary>The events of one order, as letters.</summary>
    public static IObservable<char> Of(this IObservable<OrderEvent> events, long order) =>
        events.Where(e => e.After.OrderId == order).Select(static e => Letter(e.Kind));

    /// <summary><c>N P F X R</c>.</summary>
    public static char Letter(OrderStatus status) => status switch
    {
        S.New => 'N',
        S.PartiallyFilled => 'P',
        S.Filled => 'F',
        S.Cancelled => 'X',
        S.Rejected => 'R',
        _ => '?',
    };

    /// <summary>A time of a second or more as a digit, no time as a dot.</summary>
    public static char Letter(TimeSpan? time) => time is { } known ? (char)('0' + (int)known.TotalSeconds) : '.';
}
