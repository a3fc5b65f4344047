using Nexus.Worker;

namespace Nexus.Examples.Tests.Hosting;

public sealed class WorkerTests
{
    [Test]
    public async Task Without_a_key_the_worker_runs_on_the_simulated_exchange_until_it_is_stopped()
    {
        using var stop = new CancellationTokenSource();
        var run = WorkerProgram.RunAsync(["--urls", "http://127.0.0.1:0"], stop.Token);
        await stop.CancelAsync();

        Assert.That(await run, Is.Zero);
    }

    [TestCase("--frobnicate", "1", "--frobnicate: unknown option; --help lists the options")]
    [TestCase("start", null, "start: unknown option; --help lists the options")]
    [TestCase("--Nexus:ClientKey", null, "--Nexus:ClientKey: the value is missing")]
    [TestCase("--ClientKey=s3cr3t", null, "--ClientKey: unknown option; --help lists the options")]
    [TestCase("--Metrics=foo", null, "--Metrics: 'foo' is not console")]
    [TestCase("--Metrics", "console", null)]
    [TestCase("--Nexus:ClientKey=key", null, null)]
    public void An_unknown_option_is_one_line(string option, string? value, string? fault) =>
        Assert.That(CommandLine.FindFault(value is null ? [option] : [option, value]), Is.EqualTo(fault));

    [TestCase("--help", 0)]
    [TestCase("--frobnicate", 2)]
    public async Task Help_and_an_unknown_option_do_not_start_the_worker(string option, int code) =>
        Assert.That(await WorkerProgram.RunAsync([option]), Is.EqualTo(code));

    [Test]
    public async Task An_address_that_cannot_be_used_ends_the_worker_with_code_2() =>
        Assert.That(await WorkerProgram.RunAsync(["--urls", "http://127.0.0.1:99999"]), Is.EqualTo(2));

    [Test]
    public async Task A_port_that_is_in_use_ends_the_worker_with_code_2()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();

        Assert.That(await WorkerProgram.RunAsync(["--urls", $"http://{listener.LocalEndpoint}"]), Is.EqualTo(2));
    }

    [Test]
    public async Task Invalid_settings_end_the_worker_with_code_2() =>
        Assert.That(await WorkerProgram.RunAsync(["--urls", "http://127.0.0.1:0", "--Nexus:Endpoint", "moon", "--Nexus:ClientKey", "key"]), Is.EqualTo(2));
}
