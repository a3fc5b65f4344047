using System.Globalization;

namespace Nexus.Reactive;

/// <summary>
/// The price of a fill whose value is known exactly. If no decimal is the quotient of value and quantity, a part of the quantity has another price, so that the
/// values of both parts add up to it.
/// </summary>
/// <param name="Price">The price; 0 while it is unknown.</param>
/// <param name="LastPrice">The price of the other part.</param>
/// <param name="LastQuantity">The quantity of the other part; 0 if there is none.</param>
internal readonly record struct FillPrice(decimal Price, decimal LastPrice = 0, decimal LastQuantity = 0)
{
    private const int MaxDecimals = 24;

    /// <summary>Returns the price of a quantity above 0 with a value above 0.</summary>
    public static FillPrice Create(decimal value, decimal quantity)
    {
        var quotient = ExactRatio.Trim(SaturatingDecimal.Divide(value, quantity));
        if (ExactDecimal.TryAddProduct(0, quotient, quantity, out var product) && product == value)
            return new FillPrice(quotient);

        // The other part is a power of ten, so that the division of the remainder by it is exact.
        var part = 1m;
        while (part > quantity)
            part /= 10;
        while (part <= quantity / 10)
            part *= 10;
        for (var decimals = MaxDecimals; decimals >= 0; decimals--)
        {
            var price = decimal.Round(quotient, decimals, MidpointRounding.ToZero);
            if (ExactDecimal.TryAddProduct(value, -quantity, price, out var remainder) && ExactDecimal.TryAddProduct(price, remainder, 1 / part, out var last))
                return quantity == part ? new FillPrice(last) : new FillPrice(price, ExactRatio.Trim(last), part);
        }

        return new FillPrice(quotient);
    }

    /// <summary>Transfers a price; one without another part is a number.</summary>
    public FillPrice Transfer(StateArchive archive, string name)
    {
        var text = archive.IsReading ? null : Price.ToString(CultureInfo.InvariantCulture);
        if (!archive.IsReading && LastQuantity != 0)
            text += string.Create(CultureInfo.InvariantCulture, $" {LastPrice} {LastQuantity}");
        archive.Value(name, ref text);
        if (!archive.IsReading)
            return this;
        var numbers = Array.ConvertAll(text!.Split(' '), static number => decimal.Parse(number, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        return numbers.Length == 1 ? new FillPrice(numbers[0]) : new FillPrice(numbers[0], numbers[1], numbers[2]);
    }
}
