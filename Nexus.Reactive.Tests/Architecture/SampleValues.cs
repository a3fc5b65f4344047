using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reflection;
using System.Text.Json;
using Nexus.Reactive.Backtesting;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Architecture;

/// <summary>A valid value of each type that public members take.</summary>
internal static class SampleValues
{
    private static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");

    private static readonly Dictionary<Type, Func<object>> Known = new()
    {
        [typeof(string)] = static () => "SPOT_BTC_USDT",
        [typeof(int)] = static () => 1,
        [typeof(long)] = static () => 1L,
        [typeof(ulong)] = static () => 1UL,
        [typeof(decimal)] = static () => 1m,
        [typeof(double)] = static () => 0.5,
        [typeof(bool)] = static () => false,
        [typeof(char)] = static () => 'a',
        [typeof(TimeSpan)] = static () => TimeSpan.FromSeconds(1),
        [typeof(DateTimeOffset)] = static () => DateTimeOffset.UnixEpoch,
        [typeof(Uri)] = static () => new Uri("ws://localhost/ws"),
        [typeof(Exception)] = static () => new FormatException(),
        [typeof(TimeZoneInfo)] = static () => TimeZoneInfo.Utc,
        [typeof(TimeProvider)] = static () => TimeProvider.System,
        [typeof(CancellationToken)] = static () => CancellationToken.None,
        [typeof(Stream)] = static () => new MemoryStream(),
        [typeof(TextWriter)] = static () => new StringWriter(),
        [typeof(JsonSerializerOptions)] = static () => new JsonSerializerOptions(),
        [typeof(Utf8JsonWriter)] = static () => new Utf8JsonWriter(new MemoryStream()),
        [typeof(IFormatProvider)] = static () => System.Globalization.CultureInfo.InvariantCulture,
        [typeof(IScheduler)] = static () => ImmediateScheduler.Instance,
        [typeof(Symbol)] = static () => Btc,
        [typeof(NexusEndpoint)] = static () => new NexusEndpoint("ws://localhost/ws", "key", Btc),
        [typeof(NexusClient)] = static () => new NexusClient(new NexusEndpoint("ws://localhost/ws", "key", Btc)),
        [typeof(NexusFeed)] = static () => new NexusFeed(Observable.Never<NexusMessage>()),
        [typeof(NexusFeedOptions)] = static () => new NexusFeedOptions(),
        [typeof(IObserver<NexusMessage>)] = static () => System.Reactive.Observer.Create<NexusMessage>(static _ => { }),
        [typeof(NexusMessage)] = static () => Make.Ping(),
        [typeof(Trade)] = static () => Make.Trade("1x1 buy", timestamp: DateTimeOffset.UnixEpoch),
        [typeof(Book)] = static () => Make.Book("1x1 | 2x1"),
        [typeof(BookDiff)] = static () => new BookDiff(Btc, DateTimeOffset.UnixEpoch, [], isInitial: false),
        [typeof(VwapBar)] = static () => new VwapBar { Symbol = Btc, Start = default, End = DateTimeOffset.UnixEpoch },
        [typeof(OrderLedger)] = static () => new OrderLedger(Observable.Never<OrderEvent>()),
        [typeof(OpeningPosition)] = static () => new OpeningPosition(Btc, 1, 1),
        [typeof(OrderRequest)] = static () => OrderRequest.Market(Btc, Side.Buy, 1),
        [typeof(SnapshotRequest)] = static () => new SnapshotRequest(Btc, SnapshotReason.GapEnded, default),
        [typeof(PaperExchange)] = static () => new PaperExchange(new NexusFeed(Observable.Never<NexusMessage>())),
        [typeof(QueueProbability)] = static () => QueueProbability.Log,
        [typeof(BackTestColumns<int, int>)] = static () => new BackTestColumns<int, int>(),
        [typeof(FeeSchedule)] = static () => new FeeSchedule(),
    };

    /// <summary>Returns the value of a type; null if there is none.</summary>
    public static object? Find(Type type) => Known.GetValueOrDefault(type)?.Invoke();

    /// <summary>Returns a value for a parameter.</summary>
    public static object Create(ParameterInfo parameter) => parameter.Name switch
    {
        "baseUri" when parameter.ParameterType == typeof(string) => "ws://localhost/ws",
        "path" => typeof(SampleValues).Assembly.Location,
        "paths" => new[] { typeof(SampleValues).Assembly.Location },
        _ => Create(parameter.ParameterType),
    };

    /// <summary>Returns a value of any type: one of the list, or one built of them.</summary>
    public static object Create(Type type) =>
        Find(Nullable.GetUnderlyingType(type) ?? type)
        ?? (type.IsEnum ? Enum.GetValues(type).GetValue(0)! : null)
        ?? (type.IsAssignableTo(typeof(Delegate)) ? CreateFunction(type) : null)
        ?? CreateSequence(type)
        ?? throw new InvalidOperationException($"Give {nameof(SampleValues)} a value of {type}.");

    /// <summary>Returns a sequence of the type with one item; null if the type is no sequence.</summary>
    public static object? CreateSequence(Type type, bool isItemNull = false)
    {
        if (GetItemType(type) is not { } item)
            return null;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IObservable<>))
            return typeof(Observable).GetMethod(nameof(Observable.Never), Type.EmptyTypes)!.MakeGenericMethod(item).Invoke(null, null);
        var array = Array.CreateInstance(item, 1);
        array.SetValue(isItemNull ? null : Create(item), 0);
        return type == typeof(ImmutableArray<>).MakeGenericType(item)
            ? typeof(ImmutableArray).GetMethods().Single(static method => method.Name == nameof(ImmutableArray.Create) && method.GetParameters() is [{ ParameterType.IsSZArray: true }])
                .MakeGenericMethod(item).Invoke(null, [array])
            : array;
    }

    /// <summary>Returns the type of the items of a sequence; null if the type is none.</summary>
    public static Type? GetItemType(Type type) =>
        type.IsSZArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericArguments() is [var item] && type.Name is "IEnumerable`1" or "IReadOnlyCollection`1" or "IReadOnlyList`1" or "ImmutableArray`1" or "IObservable`1" ? type.GetGenericArguments()[0]
        : null;

    private static Delegate CreateFunction(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        return Expression.Lambda(type, Expression.Default(invoke.ReturnType), invoke.GetParameters().Select(static parameter => Expression.Parameter(parameter.ParameterType))).Compile();
    }
}
