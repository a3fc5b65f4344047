namespace Nexus.Examples.Tests.Desk.Page;

/// <summary>Tests that the orders can be used where there is little room.</summary>
[CancelAfter(60_000)]
public sealed class OrdersLayoutTests
{
    [TestCase(1280, 800)]
    [TestCase(1120, 700)]
    [TestCase(390, 844)]
    public async Task An_order_with_long_numbers_can_be_canceled_beside_its_history(int width, int height)
    {
        await using var desk = await OpenDesk.QuietAsync();
        await desk.Page.ResizeAsync(width, height);
        desk.Order(1, 1_234_567_890_123, "SELL", 61_800.12345m, 123.45678901m, "PARTIAL_FILLED", executed: 1.00000001m);
        await desk.Page.WaitForAsync("document.querySelector('#orders .cancel') && document.querySelector('.life li')");

        // What is under the mouse in the middle and at both ends of the link.
        await desk.Page.WaitForAsync("""
            (link => {
                link.scrollIntoView({ block: 'center' });
                const box = link.getBoundingClientRect();
                return [box.left + 1, (box.left + box.right) / 2, box.right - 1].every(x => document.elementFromPoint(x, (box.top + box.bottom) / 2) == link);
            })(document.querySelector('#orders .cancel'))
            """);
        desk.AssertNoComplaint();
    }
}
