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

    [Test]
    public async Task Invalid_settings_end_the_worker_with_code_2() =>
        Assert.That(await WorkerProgram.RunAsync(["--urls", "http://127.0.0.1:0", "--Nexus:Endpoint", "moon", "--Nexus:ClientKey", "key"]), Is.EqualTo(2));
}
