using System.Globalization;

namespace Nexus.Reactive.Tests.Client;

/// <summary>Texts that people read: one printable line, without secrets, independent of the culture.</summary>
public sealed class TextTests
{
    [TestCase("bye\r\ndone messages=999", "bye done messages=999")]
    [TestCase("\u001b]0;title\u0007\u001b[2Jx", "]0;title [2Jx")]
    [TestCase("a\u2028b\u2029c\u0085d", "a b c d")]
    [TestCase("abc\u202Edcba", "abc dcba")]
    [TestCase("\t tab \0", "tab")]
    [TestCase("Grüße 你好 😀", "Grüße 你好 😀")]
    public void External_text_becomes_one_printable_line(string text, string line) => Assert.That(PrintableLine.Create(text), Is.EqualTo(line));

    [Test]
    public void An_unpaired_surrogate_is_replaced() => Assert.That(PrintableLine.Create("half " + '\uD83D'), Is.EqualTo("half \uFFFD"));

    [Test]
    public void A_printable_line_has_a_bounded_length() => Assert.Multiple(() =>
    {
        Assert.That(PrintableLine.Create(new string('x', 1_000_000)), Has.Length.EqualTo(PrintableLine.MaxLength + 1).And.EndsWith("…"));
        Assert.That(PrintableLine.Create(new string('x', PrintableLine.MaxLength)), Has.Length.EqualTo(PrintableLine.MaxLength));
    });

    [TestCase("k3y!", "at k3y! and K3Y%21 here", "at *** and *** here")]
    [TestCase("a/b c", "ws://h/ws/a%2Fb%20c/SPOT and a/b c and a%2fb+c", "ws://h/ws/***/SPOT and *** and ***")]
    [TestCase("a", "a message of a server at ws://host/ws/a/SPOT", "a message of a server at ws://host/ws/***/SPOT")]
    [TestCase("ab", "a table", "a table")]
    [TestCase("abc", "the abc at /abc/", "the abc at /***/")]
    [TestCase("other", "proxy 'http://bob:P%40SS@10.0.0.1:80/' and http://x:y@z@host", "proxy 'http://***@10.0.0.1:80/' and http://***@host")]
    [TestCase("other", "mail bob@example.com at https://example.com/@bob", "mail bob@example.com at https://example.com/@bob")]
    public void Secrets_are_removed_and_other_words_are_not(string key, string text, string expected) => Assert.That(new SecretFilter(key).Clean(text), Is.EqualTo(expected));

    [TestCase("wss://h/ws/k%2B3y/SPOT_BTC_USDT", "k+3y")]
    [TestCase("wss://h/ws/key1/spot_btc_usdt/", "key1")]
    [TestCase("wss://h/ws/key1/SPOT_BTC_USDT?token=t0ken-of-2&v=1", "key1", "t0ken-of-2")]
    [TestCase("wss://h/stream/SPOT_BTC_USDT/a-long-key", "stream")]
    [TestCase("wss://h/ws/a-long-key", "a-long-key")]
    [TestCase("wss://h/stream?apikey=a-long-key", "a-long-key")]
    [TestCase("wss://h/")]
    public void Address_parts_that_may_contain_a_key_are_treated_as_secrets(string address, params string[] secrets) =>
        Assert.That(AddressSecrets.Find(new Uri(address), Symbol.Parse("SPOT_BTC_USDT")), Is.EqualTo(secrets));

    [TestCase("de-DE")]
    [TestCase("ar-SA")]
    public void A_status_prints_as_one_line_in_every_culture(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            ConnectionStatus[] all =
            [
                new ConnectionStatus.Closed(), new ConnectionStatus.Closed("refused\nby"), new ConnectionStatus.Connecting(), new ConnectionStatus.Connected(),
                new ConnectionStatus.Stale(), new ConnectionStatus.Reconnecting(-2, "cut\r", TimeSpan.FromSeconds(1.5)),
            ];
            Assert.That(
                all.Select(status => status.ToString()),
                Is.EqualTo(new[] { "Closed", "Closed: refused by", "Connecting", "Connected", "Stale", "Reconnecting: attempt -2 in 1.5 s: cut" }));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestCase(".")]
    [TestCase("..")]
    public void A_key_that_would_remove_a_path_segment_is_refused(string key) =>
        Assert.That(() => new NexusEndpoint("ws://localhost/ws", key, "SPOT_BTC_USDT"), Throws.ArgumentException);
}
