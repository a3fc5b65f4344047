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
    [TestCase("Endpoint", "exchange.example/ws/s3cr3t", "Endpoint: 'exchange.example' is not production")]
    [TestCase("Endpoint", "ws://exchange.example/ws/s3cr3t", "Endpoint: ws://exchange.example would send the key unencrypted")]
    [TestCase("Endpoint", "ws://exchange.example/ws", "Endpoint: ws://exchange.example would send the key unencrypted; use wss, or set Client:AllowUnencrypted")]
    [TestCase("Symbols:0", "BTC", "Symbols:0: 'BTC' is not of the form TYPE_BASE_QUOTE")]
    [TestCase("Client:PingInterval", "-00:00:05", "Client:PingInterval: ")]
    [TestCase("Client:ReconnectJitter", "2", "Client:ReconnectJitter: ")]
    [TestCase("MaxClockJump", "00:00:00", "MaxClockJump: 00:00:00 is not above zero")]
    [TestCase("Health:MaxLag", "00:00:00", "Health:MaxLag: 00:00:00 is not above zero")]
    [TestCase("Health:UnhealthyAfter", "-00:00:01", "Health:UnhealthyAfter: -00:00:01 is negative")]
    public async Task An_invalid_setting_is_named(string name, string? value, string fault)
    {
        using var host = Build((name, value));

        var error = await Catch(host.StartAsync());

        Assert.That(error, Is.TypeOf<OptionsValidationException>());
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

    [TestCase("Client:StaleAfter", "soon", "Nexus:Client:StaleAfter")]
    [TestCase("SubscriberFaults", "Panic", "Nexus:SubscriberFaults")]
    [TestCase("Simbols:0", "SPOT_BTC_USDT", "Simbols")]
    [TestCase("Client:StaleAfterr", "00:00:01", "StaleAfterr")]
    public async Task A_value_of_the_wrong_type_and_a_mistyped_name_are_named(string name, string value, string named)
    {
        using var host = Build((name, value));

        var error = await Catch(host.StartAsync());

        Assert.That(error, Is.TypeOf<OptionsValidationException>());
        Assert.That(error!.Message, Does.Contain(named).And.Not.Contain("\n"));
    }

    [Test]
    public async Task No_symbol_is_a_fault_and_so_is_a_key_file_that_cannot_be_read()
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
