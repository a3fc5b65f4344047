using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Nexus.Reactive.Hosting;

namespace Nexus.Examples.Tests.Hosting;

/// <summary>Verifies that every fault in the settings prevents the start of the host and is reported in one line.</summary>
public sealed class HostingSettingsTests
{
    [TestCase("ClientKey", null, "ClientKey: a key is required; set ClientKey or ClientKeyFile")]
    [TestCase("ClientKeyFile", "/no/such/file", "ClientKeyFile: cannot be combined with ClientKey")]
    [TestCase("Endpoint", "moon", "Endpoint: 'moon' is not production, staging or an address such as ws://127.0.0.1:9001/ws")]
    [TestCase("Endpoint", "http://example.org", "Endpoint: 'http://example.org' is not production, staging or an address such as ws://127.0.0.1:9001/ws")]
    [TestCase("Endpoint", "wss://bob:s3cr3t@exchange.example/ws", "Endpoint: 'wss://exchange.example' is not production")]
    [TestCase("Endpoint", "wss://exchange.example/ws?key=s3cr3t", "Endpoint: 'wss://exchange.example' is not production")]
    [TestCase("Endpoint", "ws://127.0.0.1:99999/ws/s3cr3t", "Endpoint: 'ws://127.0.0.1:99999' is not production")]
    [TestCase("Endpoint", "wss:/exchange.example/s3cr3t", "Endpoint: 'wss:/exchange.example' is not production")]
    [TestCase("Endpoint", "wss:/bob:s3cr3t@exchange.example/ws", "Endpoint: 'wss:' is not production")]
    [TestCase("Endpoint", "bob:s3cr3t@exchange.example/ws", "Endpoint: 'bob:' is not production")]
    [TestCase("Endpoint", "wss:///", "Endpoint: 'wss:' is not production")]
    [TestCase("Endpoint", "wss://exchange.example/ws/s3cr3t/SPOT_BTC_USDT", "Endpoint: 'wss://exchange.example' must end before the key and the symbol, such as ws://127.0.0.1:9001/ws")]
    [TestCase("Endpoint", "exchange.example/ws/s3cr3t", "Endpoint: 'exchange.example' is not production")]
    [TestCase("Endpoint", "ws://exchange.example/ws/s3cr3t", "Endpoint: ws://exchange.example would send the key unencrypted")]
    [TestCase("Endpoint", "ws://exchange.example/ws", "Endpoint: ws://exchange.example would send the key unencrypted; use wss, or set Client:AllowUnencrypted")]
    [TestCase("Symbols:0", "BTC", "Symbols:0: 'BTC' is not of the form TYPE_BASE_QUOTE")]
    [TestCase("Client:PingInterval", "-00:00:05", "Client:PingInterval: '-00:00:05' must be greater than zero")]
    [TestCase("Client:ReconnectJitter", "2", "Client:ReconnectJitter: '2' must be from 0 to 1")]
    [TestCase("Client:StaleAfter", "00:00:00", "Client:StaleAfter: '00:00:00' must be greater than zero")]
    [TestCase("MaxClockJump", "00:00:00", "MaxClockJump: 00:00:00 is not above zero")]
    [TestCase("Health:MaxLag", "00:00:00", "Health:MaxLag: 00:00:00 is not above zero")]
    [TestCase("Health:UnhealthyAfter", "-00:00:01", "Health:UnhealthyAfter: -00:00:01 is negative")]
    public async Task An_invalid_setting_is_named(string name, string? value, string fault)
    {
        using var host = Build((name, value));

        var error = await Catch(host.StartAsync());

        Assert.That(error, Is.InstanceOf<OptionsValidationException>());
        Assert.That(error!.Message, Does.StartWith(fault));
        Assert.That(error.Message, Does.Not.Contain("s3cr3t").And.Not.Contain("\n"));
    }

    [Test]
    public async Task A_symbol_has_at_most_64_lines()
    {
        using var host = Build([.. Enumerable.Range(1, 64).Select(static i => ($"Symbols:{i}", (string?)"SPOT_BTC_USDT"))]);

        var error = await Catch(host.StartAsync());

        Assert.That(error!.Message, Is.EqualTo("Symbols:64: SPOT_BTC_USDT is listed more than 64 times"));
    }

    [TestCase("Client:StaleAfter", "soon", "Client:StaleAfter: 'soon' is not a duration such as 00:00:30, 30s or 500ms")]
    [TestCase("Client:StaleAfter", "15", "Client:StaleAfter: '15' is not a duration such as 00:00:30, 30s or 500ms")]
    [TestCase("Client:ReconnectDelay", "500", "Client:ReconnectDelay: '500' is not a duration such as 00:00:30, 30s or 500ms")]
    [TestCase("Client:BookTimeout", "1e300h", "Client:BookTimeout: '1e300h' is not a duration such as 00:00:30, 30s or 500ms")]
    [TestCase("MaxClockJump", "99999999999999h", "MaxClockJump: '99999999999999h' is not a duration such as 00:00:30, 30s or 500ms")]
    [TestCase("Health:MaxLag", "-1", "Health:MaxLag: '-1' is not a duration such as 00:00:30, 30s or 500ms")]
    [TestCase("Health:MaxLag", "-1s", "Health:MaxLag: -00:00:01 is not above zero")]
    [TestCase("Client:ReconnectJitter", "half", "Client:ReconnectJitter: 'half' is not a number such as 0.5")]
    [TestCase("Client:AllowUnencrypted", "yes", "Client:AllowUnencrypted: 'yes' is not true or false")]
    [TestCase("SubscriberFaults", "Panic", "SubscriberFaults: 'Panic' is not Log or StopHost")]
    [TestCase("Simbols:0", "SPOT_BTC_USDT", "Simbols: is not a setting")]
    [TestCase("ClientKeyy", "s3cr3t", "ClientKeyy: is not a setting")]
    [TestCase("Client:StaleAfterr", "00:00:01", "Client:StaleAfterr: is not a setting")]
    [TestCase("Health:MaxLag:Limit", "00:00:01", "Health:MaxLag: is not a setting")]
    [TestCase("Health", "00:00:01", "Health: contains settings and has no value itself")]
    [TestCase("Symbols", "SPOT_BTC_USDT", "Symbols: is a list; the first symbol is Symbols:0")]
    public async Task The_error_names_a_value_of_the_wrong_type_and_a_mistyped_setting(string name, string value, string fault)
    {
        using var host = Build((name, value));

        var error = await Catch(host.StartAsync());

        Assert.That(error, Is.InstanceOf<OptionsValidationException>());
        Assert.That(error!.Message, Is.EqualTo(fault));
    }

    [Test]
    public async Task Each_fault_has_its_own_line()
    {
        using var host = Build(("Symbols:0", "BTC"), ("Simbols:0", "x"), ("Client:StaleAfter", "00:00:00"), ("Client:PingInterval", "-00:00:05"), ("Client:BookTimeout", "soon"), ("Health:MaxLagg", "1"), ("MaxClockJump", "00:00:00"));

        var error = await Catch(host.StartAsync());

        Assert.That(error!.Message.Split('\n').Select(static line => line[..line.IndexOf(": ", StringComparison.Ordinal)]), Is.EquivalentTo(new[]
        {
            "Simbols", "Client:BookTimeout", "Health:MaxLagg", "Symbols:0", "Client:PingInterval", "Client:StaleAfter", "MaxClockJump",
        }));
        Assert.That(((OptionsValidationException)error).Failures, Is.EqualTo(error.Message.Split('\n')));
    }

    [Test]
    public void Every_setting_is_read_and_an_empty_text_leaves_its_default()
    {
        var settings = new NexusHostingOptions();
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["endpoint"] = "staging",
            ["ClientKey"] = "a",
            ["ClientKeyFile"] = "b",
            ["Symbols:10"] = "B",
            ["Symbols:9"] = "A",
            ["MaxClockJump"] = "00:00:01",
            ["SubscriberFaults"] = "stophost",
            ["Health:MaxLag"] = "",
            ["Health:UnhealthyAfter"] = "00:00:03",
            ["Client:ReconnectJitter"] = "0.25",
            ["Client:MaxMessageBytes"] = "7",
            ["Client:AnswerServerPings"] = "true",
            ["Client:AllowUnencrypted"] = "True",
            ["Client:ConnectTimeout"] = "",
            ["Client:StableAfter"] = "1.5m",
        };
        string[] durations = ["PingInterval", "StaleAfter", "BookTimeout", "TradeTimeout", "ReconnectDelay", "MaxReconnectDelay"];
        foreach (var (i, name) in durations.Index())
            values[$"Client:{name}"] = $"00:01:0{i}";

        SettingsSection.Bind(new ConfigurationBuilder().AddInMemoryCollection(values).Build(), settings);

        var client = settings.Client;
        TimeSpan?[] read = [client.PingInterval, client.StaleAfter, client.BookTimeout, client.TradeTimeout, client.ReconnectDelay, client.MaxReconnectDelay];
        Assert.Multiple(() =>
        {
            Assert.That(settings.ReadFaults, Is.Empty);
            Assert.That((settings.Endpoint, settings.ClientKey, settings.ClientKeyFile, string.Concat(settings.Symbols)), Is.EqualTo(("staging", "a", "b", "AB")));
            Assert.That((settings.MaxClockJump, settings.SubscriberFaults), Is.EqualTo((TimeSpan.FromSeconds(1), SubscriberFaultBehavior.StopHost)));
            Assert.That((settings.Health.MaxLag, settings.Health.UnhealthyAfter), Is.EqualTo((TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(3))));
            Assert.That((client.ReconnectJitter, client.MaxMessageBytes, client.AnswerServerPings, client.AllowUnencrypted), Is.EqualTo(((double?)0.25, (int?)7, true, true)));
            Assert.That((client.ConnectTimeout, client.StableAfter), Is.EqualTo(((TimeSpan?)null, (TimeSpan?)TimeSpan.FromSeconds(90))));
            Assert.That(read, Is.EqualTo(durations.Select((_, i) => (TimeSpan?)TimeSpan.FromSeconds(60 + i))));
        });
    }

    [Test]
    public async Task A_missing_symbol_and_an_unreadable_key_file_are_reported()
    {
        using var host = Build(("Symbols:0", null), ("ClientKey", null), ("ClientKeyFile", "/no/such/file"));

        var error = await Catch(host.StartAsync());

        Assert.That(((OptionsValidationException)error!).Failures, Has.Some.EqualTo("Symbols: at least one is required").And.Some.StartsWith("ClientKeyFile: '/no/such/file' cannot be read: "));
    }

    [Test]
    public void Adding_the_clients_twice_is_an_error()
    {
        var services = new ServiceCollection();
        services.AddNexus(static _ => { });

        Assert.That(() => services.AddNexus(static _ => { }), Throws.InvalidOperationException.With.Message.EqualTo("AddNexus was called before. Add all symbols with one call."));
    }

    private static async Task<Exception?> Catch(Task task)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.Exception?.InnerException;
    }

    private static IHost Build(params (string Name, string? Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        var values = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Nexus:ClientKey"] = "s3cr3t", ["Nexus:Symbols:0"] = "SPOT_BTC_USDT" };
        foreach (var (name, value) in settings)
        {
            if (value is null)
                values.Remove($"Nexus:{name}");
            else
                values[$"Nexus:{name}"] = value;
        }

        builder.Configuration.AddInMemoryCollection(values);
        builder.Services.AddNexus(builder.Configuration.GetSection("Nexus"));
        return builder.Build();
    }
}
