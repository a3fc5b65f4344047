namespace Nexus.Reactive;

/// <summary>
/// The simple fields that the <c>data</c> of any event may have. This is the reference decoder's only list of them: a field's JSON name follows from its
/// name here, so <see cref="OrderId"/> is <c>order_id</c>.
/// </summary>
internal enum PayloadField
{
    Symbol,
    Price,
    Quantity,
    Side,
    Id,
    OrderId,
    OrderType,
    OrderPrice,
    OrderQuantity,
    ExecutedPrice,
    ExecutedQuantity,
    AggregatedExecutedQuantity,
    Status,
    Fee,
    FeeAsset,
    Reason,
}

/// <summary>The JSON names of <see cref="PayloadField"/>.</summary>
internal static class PayloadFields
{
    private static readonly string[] Names = [.. Enum.GetNames<PayloadField>().Select(ToJsonName)];

    private static readonly Dictionary<string, PayloadField> ByName = Enum.GetValues<PayloadField>().ToDictionary(GetName, StringComparer.Ordinal);

    public static IReadOnlyList<string> AllNames => Names;

    public static string GetName(PayloadField field) => Names[(int)field];

    public static bool TryGet(string name, out PayloadField field) => ByName.TryGetValue(name, out field);

    private static string ToJsonName(string name) =>
        string.Concat(name.Select(static (c, i) => char.IsAsciiLetterUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString()));
}
