using System.Numerics;

namespace Nexus.Reactive;

/// <summary>The highest and lowest price of a set of trades.</summary>
internal struct PriceRange<T>
    where T : struct, INumber<T>, IMinMaxValue<T>
{
    public T High;
    public T Low;

    public static PriceRange<T> None => new() { High = T.MinValue, Low = T.MaxValue };

    public readonly void Deconstruct(out T high, out T low) => (high, low) = (High, Low);

    public void Add(T price)
    {
        if (price > High)
            High = price;
        if (price < Low)
            Low = price;
    }

    public void Add(in PriceRange<T> other)
    {
        if (other.High > High)
            High = other.High;
        if (other.Low < Low)
            Low = other.Low;
    }
}
