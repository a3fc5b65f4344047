using System.Reactive.Linq;
using Microsoft.Reactive.Testing;

namespace Nexus.Reactive.Tests;

/// <summary>Microsoft.Reactive.Testing 3.1.1 runs on System.Reactive 7 through the forwarders in <c>Interfaces</c>.</summary>
public sealed class TestingPackageTests : ReactiveTest
{
    [Test]
    public void Test_scheduler_runs_operators_of_this_Rx_in_virtual_time()
    {
        var scheduler = new TestScheduler();
        var source = scheduler.CreateHotObservable(OnNext(200, 1), OnNext(201, 2), OnNext(300, 3), OnCompleted<int>(400));

        var result = scheduler.Start(() => source.Delay(TimeSpan.FromTicks(10), scheduler));

        Assert.That(result.Messages, Is.EqualTo(new[] { OnNext(211, 2), OnNext(310, 3), OnCompleted<int>(410) }));
    }
}
