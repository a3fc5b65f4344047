using Nexus.Reactive.Tests.Orders.Model;

namespace Nexus.Reactive.Tests.Orders;

public sealed class FillPriceTests
{
    [TestCase("295", "3", "98.333333333333333333333333 98.333333333333333333333334 1")]
    [TestCase("300", "3", "100")]
    [TestCase("1", "0.3", "3.333333333333333333333333 3.333333333333333333333334 0.1")]
    [TestCase("2", "30", "0.066666666666666666666666 0.066666666666666666666668 10")]
    public void The_parts_of_a_fill_price_add_up_to_the_value(string value, string quantity, string expected)
    {
        var price = FillPrice.Create(Number(value), Number(quantity));
        var text = price.LastQuantity == 0 ? FormattableString.Invariant($"{price.Price}") : FormattableString.Invariant($"{price.Price} {price.LastPrice} {price.LastQuantity}");

        Assert.That(text, Is.EqualTo(expected));
    }

    [Test]
    public void The_parts_of_random_values_add_up_and_are_near_the_average()
    {
        var random = new Random(1);
        for (var i = 0; i < 2_000; i++)
        {
            var (value, quantity) = (Draw(random), Draw(random));
            var price = FillPrice.Create(value, quantity);
            var sum = ((Fraction)price.Price * (quantity - price.LastQuantity)) + ((Fraction)price.LastPrice * price.LastQuantity);

            Assert.That(sum, Is.EqualTo((Fraction)value), $"{value} for {quantity}");
            var average = (Fraction)value / quantity;
            foreach (var part in price.LastQuantity == 0 ? [price.Price] : new[] { price.Price, price.LastPrice })
                Assert.That(Fraction.Abs(average - part) <= (average > 1 ? average : 1) * 1e-13m, $"{value} for {quantity}");
        }
    }

    private static decimal Draw(Random random) => random.Next(1, int.MaxValue) / (decimal)Math.Pow(10, random.Next(0, 9));

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
