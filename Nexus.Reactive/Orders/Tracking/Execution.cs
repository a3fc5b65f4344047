namespace Nexus.Reactive;

/// <summary>A quantity reported by one input, with its price (0 if unknown) and its exchange time.</summary>
internal readonly record struct Execution(decimal Quantity, decimal Price, long At)
{
    /// <summary>Returns the greater quantity. Of equal quantities, the higher price and then the earlier time is used, so the order of arrival does not matter.</summary>
    public static Execution Greater(in Execution left, in Execution right) =>
        (right.Quantity, right.Price, -right.At).CompareTo((left.Quantity, left.Price, -left.At)) > 0 ? right : left;

    public Execution Transfer(StateArchive archive, string name) => archive.Object(name, this, execution =>
    {
        var (quantity, price, at) = execution;
        archive.Value("quantity", ref quantity);
        archive.Value("price", ref price);
        archive.Value("at", ref at);
        return new Execution(quantity, price, at);
    });
}
