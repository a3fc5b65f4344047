using System.Reflection;

namespace Nexus.Reactive.Tests.Decoding;

/// <summary>
/// Every property of a message with <c>data</c> is a <see cref="PayloadField"/>, and both decoders read it. If a new field is missing in one of these places,
/// this test fails with the field's name.
/// </summary>
public sealed class FieldTableTests
{
    // Read from the same JSON field as another property.
    private static readonly Dictionary<string, string> Texts = new() { ["OrderTypeText"] = "OrderType", ["StatusText"] = "Status" };

    private static readonly Type[] Events = [typeof(Trade), typeof(OrderUpdate), typeof(Transaction), typeof(FeedGap)];

    private static IEnumerable<TestCaseData> Properties() =>
        from text in (string[])[Samples.Trade, Samples.OrderUpdate, Samples.Transaction]
        let message = NexusDecoder.Decode(text)
        from property in GetDataProperties(message.GetType())
        select new TestCaseData(text, property).SetArgDisplayNames(message.GetType().Name, property.Name);

    [TestCaseSource(nameof(Properties))]
    public void Both_decoders_read_a_field_into_its_property_and_into_no_other(string text, PropertyInfo property)
    {
        Assert.That(Enum.TryParse<PayloadField>(property.Name, out var field), $"{property.Name} is a PayloadField");
        var before = NexusDecoder.Decode(text);
        var changed = text.With(PayloadFields.GetName(field), OtherValue(property.GetValue(before)));

        var reference = ReferenceDecoder.Decode(changed, symbols: null);
        Assert.That(FastDecoder.Decode(changed, symbols: null), Is.EqualTo(reference));
        Assert.That(Differences(before, reference), Is.EqualTo(new[] { property.Name }));
    }

    [Test]
    public void Every_field_of_the_table_belongs_to_an_event() => Assert.That(
        Enum.GetNames<PayloadField>(), Is.EquivalentTo(Events.SelectMany(GetDataProperties).Select(static property => property.Name).Distinct()));

    [Test]
    public void The_fast_decoder_supports_every_field_except_the_reason_of_a_gap() => Assert.That(
        Enum.GetNames<PayloadField>().Except(Enum.GetNames<MessageFieldFlags>()), Is.EquivalentTo(new[] { nameof(PayloadField.Reason) }));

    [Test]
    public void A_fields_JSON_name_follows_from_its_name() => Assert.That(
        PayloadFields.AllNames, Is.SupersetOf(new[] { "symbol", "id", "order_id", "aggregated_executed_quantity", "fee_asset" }).And.Unique);

    private static IEnumerable<PropertyInfo> GetDataProperties(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(static property => property.CanWrite && property.Name is not ("Timestamp" or "Since") && !Texts.ContainsKey(property.Name));

    private static IEnumerable<string> Differences(NexusMessage left, NexusMessage right) =>
        GetDataProperties(left.GetType()).Where(property => !Equals(property.GetValue(left), property.GetValue(right))).Select(static property => property.Name);

    private static string OtherValue(object? value) => value switch
    {
        decimal => "77.5",
        long => "77",
        Symbol => "\"SPOT_ETH_USDT\"",
        Side side => side == Side.Buy ? "\"SELL\"" : "\"BUY\"",
        OrderType => "\"MARKET\"",
        OrderStatus => "\"NEW\"",
        string => "\"ETH\"",
        _ => throw new ArgumentException($"The sample needs a value other than {value ?? "null"}."),
    };
}
