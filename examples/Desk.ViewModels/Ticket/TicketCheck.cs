using System.Collections.Immutable;
using System.Globalization;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>Reads and checks the fields of a ticket.</summary>
internal static class TicketCheck
{
    // A limit price this far beyond the other side is likely to be mistyped.
    private const decimal FarAway = 0.05m;

    /// <summary>Returns the ticket with its order to confirm, or with the problems that prevent it.</summary>
    public static TicketState Review(TicketState ticket, Symbol symbol, Book? book)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        var price = ticket.Type == OrderType.Limit ? Read("Price", ticket.PriceText, problems) : null;
        var quantity = Read("Quantity", ticket.QuantityText, problems);
        if (problems.Count > 0 || quantity is not { } amount)
            return ticket with { Problems = problems.ToImmutable(), Warnings = [], Request = null, Value = null };

        var request = new OrderRequest { Symbol = symbol, Side = ticket.Side, Type = ticket.Type, Quantity = amount, Price = price };
        try
        {
            var value = price is { } limit ? limit * amount : ValueOf(request, book);
            return ticket with { Step = TicketStep.Confirming, Problems = [], Warnings = [.. Warn(request, book)], Request = request, Value = value };
        }
        catch (OverflowException)
        {
            return ticket with { Problems = ["Price × quantity is too large."], Warnings = [], Request = null, Value = null };
        }
    }

    private static decimal? Read(string field, string text, ImmutableArray<string>.Builder problems)
    {
        if (text.Contains(',', StringComparison.Ordinal))
            problems.Add($"{field}: write decimals with a point, without other separators, such as 61800.5.");
        else if (!decimal.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            problems.Add(string.IsNullOrWhiteSpace(text) ? $"{field}: enter a number." : $"{field}: '{text.Trim()}' is not a number such as 61800.5.");
        else if (number <= 0)
            problems.Add($"{field}: the number must be above 0.");
        else
            return number;
        return null;
    }

    private static decimal? ValueOf(OrderRequest request, Book? book) =>
        book?.Sweep(request.Side, request.Quantity) is { IsComplete: true } fill ? fill.Notional : null;

    private static IEnumerable<string> Warn(OrderRequest request, Book? book)
    {
        var best = request.Side == Side.Buy ? book?.BestAsk : book?.BestBid;
        var other = request.Side == Side.Buy ? "ask" : "bid";
        if (best is not { } touch)
            yield return $"The book has no {other}, so the order cannot be compared with the market.";
        else if (request.Price is { } price && (request.Side == Side.Buy ? price >= touch.Price : price <= touch.Price))
        {
            var beyond = Math.Abs(price - touch.Price) / touch.Price;
            yield return beyond > FarAway
                ? string.Create(CultureInfo.InvariantCulture, $"The price is {beyond * 100:0.#} % beyond the best {other} of {touch.Price}.")
                : string.Create(CultureInfo.InvariantCulture, $"The order executes at once, from the best {other} of {touch.Price}.");
        }

        if (request.Type == OrderType.Market && book is not null && ValueOf(request, book) is null)
            yield return "The book shows less than this quantity.";
    }
}
