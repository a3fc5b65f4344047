using Nexus.Monitoring.Drawing;

namespace Nexus.Examples.Tests.Monitor;

public sealed class TableTests
{
    [Test]
    public void Numbers_are_aligned_at_the_decimal_point_under_their_header()
    {
        var table = new Table(new Column("symbol"), new Column("price"));
        table.Add(new Cell("BTC"), Cell.Number(61_800.1m));
        table.Add(new Cell("ETH"), Cell.Number(2_650.25m));
        table.Add(new Cell("DOGE"), Cell.Number(null));

        Assert.That(Draw(table, 40), Is.EqualTo(new[]
        {
            "symbol    price",
            "BTC    61800.10",
            "ETH     2650.25",
            "DOGE          -",
        }));
    }

    [Test]
    public void A_number_with_places_of_its_own_is_padded_with_spaces()
    {
        var table = new Table(new Column("last"));
        table.Add(Cell.Number(61_800m, places: 1));
        table.Add(Cell.Number(0.00001234m, places: 8));

        Assert.That(Draw(table, 40), Is.EqualTo(new[] { "          last", "61800.0", "    0.00001234" }));
    }

    [Test]
    public void A_narrow_table_leaves_out_whole_columns_then_places_but_cuts_no_number()
    {
        var table = new Table(
            new Column("time") { LeaveOut = 1 },
            new Column("price"),
            new Column("size") { FewestPlaces = 2 },
            new Column("total"));
        table.Add(new Cell("12:00:00"), Cell.Number(100.25m), Cell.Number(1.23456m), Cell.Number(123.45m));
        table.Add(new Cell("12:00:01"), Cell.Number(99.5m), Cell.Number(0.00001m), Cell.Number(0m));

        Assert.That(Draw(table, 31)[1], Is.EqualTo("12:00:00 100.25 1.23456 123.45"));
        Assert.That(Draw(table, 29)[1], Is.EqualTo("100.25 1.23456 123.45"));
        Assert.That(Draw(table, 19), Is.EqualTo(new[] { " price  size  total", "100.25  1.23 123.45", " 99.50 ~0      0.00" }));
        Assert.That(Draw(table, 17)[1], Is.EqualTo("100.25  1.23"));
        Assert.That(Draw(table, 9)[1], Is.EqualTo("100.25"));
        Assert.That(Draw(table, 5)[1], Is.EqualTo("100.…"), "marked, so that it does not look like another number");
    }

    [Test]
    public void Exact_numbers_of_any_size_keep_their_digits()
    {
        var table = new Table(new Column("quantity"));
        table.Add(Cell.Number(decimal.MaxValue));
        table.Add(Cell.Number(0.0000000000000000000000000001m));

        Assert.That(Draw(table, 80)[1..], Is.EqualTo(new[]
        {
            "79228162514264337593543950335.0000000000000000000000000000",
            "                            0.0000000000000000000000000001",
        }));
    }

    [Test]
    public void The_tail_has_a_header_and_room()
    {
        var table = new Table(new Column("order"), new Column("side") { LeaveOut = 1 }) { TailHeader = "status", TailWidth = 8 };
        table.Add(new Cell("71"), new Cell("Buy"));

        Assert.That(Draw(table, 19), Is.EqualTo(new[] { "order side status", "71    Buy" }));
        Assert.That(Draw(table, 18), Is.EqualTo(new[] { "order status", "71" }));
    }

    [TestCase("network: Connection reset by peer", 40, "network: Connection reset by peer")]
    [TestCase("network: Connection reset by peer", 25, "network: Connection…")]
    [TestCase("network: Connection reset by peer", 10, "network…")]
    [TestCase("network: Connection reset by peer", 5, "…")]
    [TestCase("simulator · no key, no network", 20, "simulator · no key…")]
    [TestCase("unbreakable", 6, "unbre…")]
    [TestCase("a", 0, "")]
    public void A_text_that_does_not_fit_ends_after_a_whole_word_with_an_ellipsis(string text, int width, string expected) =>
        Assert.That(Plain.Fit(text, width), Is.EqualTo(expected).And.Length.LessThanOrEqualTo(width));

    private static string[] Draw(Table table, int width)
    {
        var sheet = new Sheet(width, 10);
        table.Draw(sheet);
        return PictureText.Of(sheet.Content, width);
    }
}
