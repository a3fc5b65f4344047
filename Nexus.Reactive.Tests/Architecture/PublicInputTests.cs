using Nexus.Reactive.Backtesting;

namespace Nexus.Reactive.Tests.Architecture;

/// <summary>
/// Every value that a caller gives to the library or to the package for back-tests is checked at once, and the error names it. Operators are in PublicOperatorTests.
/// </summary>
public sealed class PublicInputTests
{
    // These are created by the library.
    private static readonly HashSet<Type> Results =
    [
        typeof(BarRevision), typeof(BookDiff), typeof(BookSignal), typeof(Buffered<>), typeof(ClockFault), typeof(ExecutionQuality), typeof(ExponentialAverage), typeof(FeedLag), typeof(Level),
        typeof(LevelChange), typeof(Order), typeof(OrderAlert), typeof(OrderEvent), typeof(PortfolioValue), typeof(Position), typeof(QueueEstimate), typeof(Stale<>), typeof(SubscriberFault),
        typeof(SymbolProfit), typeof(TopOfBook), typeof(TradeWindow), typeof(VwapBar), typeof(BackTestProgress), typeof(BackTestRow),
    ];

    // These may be below zero, or null where an exception's message is concerned.
    private static readonly HashSet<string> AnyValue =
    [
        "Windowing.Tumbling(offset)", "Windowing.Hopping(offset)", "Book.QuantityAt(price)", "new OpeningPosition(quantity)", "OrderLedger.Find(orderId)", "OrderSnapshotEntry.OrderId",
        "PortfolioOptions.InitialEquity", "FeeSchedule.Maker", "FeeSchedule.Taker", "FeeSchedule.GetFee(price)", "FeeSchedule.GetFee(quantity)", "PaperExchange.CancelAsync(orderId)",
        "PaperExchangeOptions.Seed",
    ];

    private static readonly Type[] Families = [typeof(NexusMessage), typeof(ConnectionStatus)];

    private static IEnumerable<PublicInput> Inputs => PublicInput.All(static type => Results.Contains(type.IsGenericType ? type.GetGenericTypeDefinition() : type) || Array.Exists(Families, type.IsAssignableTo));

    [Test]
    public void Null_is_refused_by_name() => Check(
        static input => !input.Type.IsValueType && input.Nullability.WriteState == System.Reflection.NullabilityState.NotNull ? [null] : [],
        static (input, error) => error is ArgumentNullException null_ && IsName(input, null_.ParamName));

    [Test]
    public void Values_that_an_enumeration_does_not_have_are_refused_by_name() => Check(
        static input => (Nullable.GetUnderlyingType(input.Type) ?? input.Type) is { IsEnum: true } type ? new[] { Enum.ToObject(type, -1), Enum.ToObject(type, 77_777) }.Where(value => !Enum.IsDefined(type, value)) : [],
        IsNamed);

    [Test]
    public void Items_that_are_null_are_refused_by_name() => Check(
        static input => HasItems(input) ? [SampleValues.CreateSequence(input.Type, isItemNull: true)] : [],
        IsNamed);

    [Test]
    public void Numbers_and_times_below_zero_are_refused_by_name() => Check(
        static input => (Nullable.GetUnderlyingType(input.Type) ?? input.Type) switch
        {
            var type when type == typeof(int) => [-1],
            var type when type == typeof(long) => [-1L],
            var type when type == typeof(decimal) => [-1m],
            var type when type == typeof(TimeSpan) => [TimeSpan.FromTicks(-1)],
            var type when type == typeof(double) => [-1.0, double.NaN, -double.NaN, double.PositiveInfinity, double.NegativeInfinity],
            _ => [],
        },
        IsNamed);

    private static bool HasItems(PublicInput input) =>
        SampleValues.GetItemType(input.Type) is { IsValueType: false }
        && input.Type.Name != "IObservable`1"
        && (input.Nullability.ElementType ?? input.Nullability.GenericTypeArguments.FirstOrDefault())?.ReadState == System.Reflection.NullabilityState.NotNull;

    private static bool IsNamed(PublicInput input, Exception? error) => error is ArgumentException named && IsName(input, named.ParamName);

    private static bool IsName(PublicInput input, string? name) => string.Equals(name, input.Name, StringComparison.OrdinalIgnoreCase);

    private static void Check(Func<PublicInput, IEnumerable<object?>> choose, Func<PublicInput, Exception?, bool> isRefused)
    {
        List<string> failures = [];
        var count = 0;
        foreach (var input in Inputs.Where(static input => !AnyValue.Contains(input.ToString())))
        {
            foreach (var value in choose(input))
            {
                count++;
                var error = Catch(() => input.Give(value));
                if (!isRefused(input, error))
                    failures.Add($"{input} = {value ?? "null"}: {(error is null ? "accepted" : $"{error.GetType().Name}: {error.Message}")}");
            }
        }

        TestContext.Out.WriteLine($"{count} values");
        failures.ForEach(TestContext.Out.WriteLine);
        Assert.That(count, Is.GreaterThan(5));
        Assert.That(failures, Is.Empty);
    }

    private static Exception? Catch(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }
}
