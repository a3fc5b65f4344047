using System.Globalization;

namespace Nexus.Examples.Tests.Desk.Page;

/// <summary>Tests of the order ticket and the order list against the simulated exchange, with the keyboard only.</summary>
[CancelAfter(60_000)]
public sealed class TicketTests
{
    private const string Focused = "document.activeElement.id";

    [Test]
    public async Task An_order_is_reviewed_confirmed_shown_and_canceled()
    {
        await using var desk = await OpenDesk.LivelyAsync();
        var page = desk.Page;

        // The price comes from the order book: focus it, go to the last bid, press Enter.
        await page.EvaluateAsync<bool>("(document.querySelector('.ladder .fill').focus(), true)");
        await page.PressAsync("ArrowUp");
        var price = await page.EvaluateAsync<string>("document.activeElement.textContent.replaceAll(',', '')");
        await page.PressAsync("Enter");
        await page.WaitForAsync($"{Focused} == 'quantity' && Number(document.querySelector('#price').value) == {price}");

        await page.PressAsync("b");
        Assert.That(await page.EvaluateAsync<string>(Focused), Is.EqualTo("quantity"), "a letter in a field is text, not a command");
        await page.PressAsync("Enter");
        await page.WaitForTextAsync(".problem", "Quantity: \\'b\\' is not a number such as 61800.5.");

        // Low enough to wait in the book.
        await page.TypeAsync("#price", (decimal.Parse(price, CultureInfo.InvariantCulture) - 20).ToString(CultureInfo.InvariantCulture));
        await page.TypeAsync("#quantity", "0.0123");
        await page.PressAsync("Enter");
        await page.WaitForAsync($"{Focused} == 'confirm'");
        await page.WaitForTextAsync(".confirm h3", "Buy 0.0123 BTC");
        await page.PressAsync("Escape");
        await page.WaitForAsync($"{Focused} == 'quantity'");
        await page.PressAsync("Enter");
        await page.WaitForAsync($"{Focused} == 'confirm'");
        await page.PressAsync("Enter");
        await page.WaitForAsync("/^Order \\d+ was placed/.test(document.querySelector('#result').textContent)");

        var id = await page.EvaluateAsync<string>("document.querySelector('#result').textContent.match(/\\d+/)[0]");
        await page.WaitForAsync($"[...document.querySelectorAll('#orders tbody tr')].some(row => row.cells[0].textContent == '{id}' && row.cells[5].textContent.startsWith('0.0123'))");
        await page.EvaluateAsync<bool>($"(document.querySelector('[aria-label=\"Cancel order {id}\"]').focus(), true)");
        await page.PressAsync("Enter");
        await page.WaitForTextAsync("#orders-message", $"Order {id} was canceled.");
        await page.ClickAsync("#tab-done");
        await page.WaitForAsync($"[...document.querySelectorAll('#orders tbody tr')].some(row => row.cells[0].textContent == '{id}' && row.cells[7].textContent == 'Cancelled')");

        // The exchange rejects a price outside of its band.
        await page.PressAsync("s");
        await page.WaitForAsync($"{Focused} == 'quantity' && document.querySelector('.sides [aria-pressed=true]').textContent == 'Sell'");
        await page.TypeAsync("#price", "1");
        await page.TypeAsync("#quantity", "0.5");
        await page.PressAsync("Enter");
        await page.WaitForAsync("/beyond the best bid/.test(document.querySelector('.warning')?.textContent)");
        await page.WaitForAsync($"{Focused} == 'confirm'");
        await page.PressAsync("Enter");
        await page.WaitForAsync("/was rejected by the exchange/.test(document.querySelector('#result.problem')?.textContent)");
        desk.AssertNoComplaint();
    }
}
