using Nexus.Reactive.Nats;

namespace Nexus.Reactive.Tests.Bus;

public sealed class BusErrorTests
{
    [Test]
    public void A_servers_text_is_one_printable_line_of_limited_length() => Assert.Multiple(static () =>
    {
        Assert.That(BusErrors.OneLine("no\r\ndone\u001b[2J\u2028next\u202Eright\u200Bto left"), Is.EqualTo("no  done [2J next right to left"));
        Assert.That(BusErrors.OneLine(new string('x', 10_000)), Has.Length.EqualTo(300));
        Assert.That(BusErrors.OneLine(null), Is.EqualTo("no reason given"));
    });
}
