namespace Nexus.Reactive;

/// <summary>A quantity as one input stated it, with its price, 0 when unknown, and its exchange time.</summary>
internal readonly record struct Execution(decimal Quantity, decimal Price, long At)
{
    /// <summary>The greater quantity; of equal ones the higher price, then the earlier time, so that the order of arrival does not matter.</summary>
    public static Execution Greater(in Execution left, in Execution right) =>
        (right.Quantity, right.Price, -right.At).CompareTo((left.Quantity, left.Price, -left.At)) > 0 ? right : left;
}
