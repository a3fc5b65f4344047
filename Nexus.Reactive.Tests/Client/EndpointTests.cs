using System.Text.Json;

namespace Nexus.Reactive.Tests.Client;

public sealed class EndpointTests
{
    [TestCase("ws://127.0.0.1:9001/ws")]
    [TestCase("ws://127.0.0.1:9001/ws/")]
    public void A_trailing_slash_makes_no_difference(string baseUri) =>
        Assert.That(new NexusEndpoint(baseUri, "KEY", "SPOT_BTC_USDT").SocketUri.AbsoluteUri, Is.EqualTo("ws://127.0.0.1:9001/ws/KEY/SPOT_BTC_USDT"));

    [Test]
    public void Production_and_staging_use_their_own_addresses() => Assert.Multiple(() =>
    {
        var symbol = Symbol.Parse("SPOT_BTC_USDT");
        Assert.That(NexusEndpoint.Production("K", symbol).SocketUri.AbsoluteUri, Is.EqualTo("wss://nexus.kronostoken.com/ws/K/SPOT_BTC_USDT"));
        Assert.That(NexusEndpoint.Staging("K", symbol).SocketUri.AbsoluteUri, Is.EqualTo("wss://staging.nexus.kronostoken.com/ws/K/SPOT_BTC_USDT"));
    });

    [Test]
    public void A_key_with_odd_characters_is_escaped() =>
        Assert.That(new NexusEndpoint("ws://localhost/ws", "a/b c?d#e%f", "SPOT_BTC_USDT").SocketUri.AbsoluteUri, Is.EqualTo("ws://localhost/ws/a%2Fb%20c%3Fd%23e%25f/SPOT_BTC_USDT"));

    [TestCase("")]
    [TestCase("127.0.0.1:9001/ws")]
    [TestCase("/ws")]
    [TestCase("https://nexus.kronostoken.com/ws")]
    [TestCase("wss://user:secret@host/ws")]
    [TestCase("wss://host/ws?token=secret")]
    [TestCase("wss://host/ws#part")]
    [TestCase("wss://host/ws/secret/SPOT_BTC_USDT")]
    [TestCase("wss://host/ws/secret/SPOT_BTC_USDT/")]
    public void Anything_other_than_a_websocket_address_is_rejected_and_not_repeated_in_the_message(string baseUri) =>
        Assert.That(() => new NexusEndpoint(baseUri, "KEY", "SPOT_BTC_USDT"), Throws.ArgumentException.With.Message.Not.Contains("secret"));

    [Test]
    public void A_key_and_a_symbol_are_needed() => Assert.Multiple(() =>
    {
        Assert.That(() => new NexusEndpoint("ws://localhost/ws", " ", "SPOT_BTC_USDT"), Throws.ArgumentException);
        Assert.That(() => new NexusEndpoint("ws://localhost/ws", "KEY", default(Symbol)), Throws.ArgumentException);
        Assert.That(() => new NexusEndpoint("ws://localhost/ws", "KEY", "BTC"), Throws.TypeOf<FormatException>());
    });

    [Test]
    public void The_key_is_not_printed_and_not_serialized()
    {
        var endpoint = NexusEndpoint.Production("s3cr3t", "SPOT_BTC_USDT");

        Assert.That(endpoint.ToString(), Is.EqualTo("wss://nexus.kronostoken.com/ws SPOT_BTC_USDT"));
        Assert.That(JsonSerializer.Serialize(endpoint), Does.Not.Contain("s3cr3t"));
        Assert.That(endpoint, Is.EqualTo(NexusEndpoint.Production("s3cr3t", "SPOT_BTC_USDT")).And.Not.EqualTo(NexusEndpoint.Production("other", "SPOT_BTC_USDT")));
    }

    [Test]
    public void A_key_that_the_base_address_contains_by_mistake_is_not_printed() =>
        Assert.That(new NexusEndpoint("wss://nexus.kronostoken.com/ws/s3cr3t", "s3cr3t", "SPOT_BTC_USDT").ToString(), Is.EqualTo("wss://nexus.kronostoken.com/ws/*** SPOT_BTC_USDT"));

    [TestCase("ws://example.com/ws", false, false)]
    [TestCase("ws://example.com/ws", true, true)]
    [TestCase("wss://example.com/ws", false, true)]
    [TestCase("ws://localhost/ws", false, true)]
    [TestCase("ws://127.0.0.1/ws", false, true)]
    [TestCase("ws://[::1]/ws", false, true)]
    public void A_key_is_sent_unencrypted_only_to_loopback_or_when_allowed(string baseUri, bool allowed, bool works)
    {
        NexusClient Create() => new(new NexusEndpoint(baseUri, "s3cr3t", "SPOT_BTC_USDT"), new NexusClientOptions { AllowUnencrypted = allowed });

        if (works)
            Assert.That(Create, Throws.Nothing);
        else
            Assert.That(Create, Throws.ArgumentException.With.Message.Contains("wss").And.Message.Not.Contains("s3cr3t"));
    }
}
