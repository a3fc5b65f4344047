using System.Reflection;

namespace Nexus.Reactive.Tests.Interleaving;

/// <summary>Runs the library's own classes under every schedule within a limit on preemptions. The number of schedules is printed.</summary>
public sealed class InterleavingTests
{
    private const int MaxPreemptionsToFault = 3;

    private static IEnumerable<PlantedFault> PlantedFaults => PlantedFault.All;

    [Test]
    public void A_queue_with_out_of_order_messages_is_detected()
    {
        var exploration = Explore("OvertakingQueuePush", MaxPreemptionsToFault);

        Assert.That(exploration.Fault, Is.Not.Null);
        Assert.That(exploration.Fault!.Message, Does.StartWith("pushed "));
    }

    [TestCaseSource(nameof(PlantedFaults))]
    public void A_fault_planted_in_the_library_is_detected(object fault)
    {
        var planted = (PlantedFault)fault;

        // Most faults need one or two preemptions, and each additional one multiplies the number of schedules.
        var exploration = Explore(planted.Scenario, 0, planted.Name);
        for (var preemptions = 1; preemptions <= MaxPreemptionsToFault && exploration.Fault is null; preemptions++)
            exploration = Explore(planted.Scenario, preemptions, planted.Name);

        Assert.That(exploration.Fault, Is.Not.Null);
        Assert.That(exploration.Fault, Is.Not.InstanceOf<TimeoutException>(), "found, not lost");
    }

    [TestCase("DrainQueuePush", 3)]
    [TestCase("DrainQueuePushTwice", 2)]
    [TestCase("DrainQueuePushTwice", 3, Category = Setting.Long)]
    [TestCase("DrainQueueUnderLock", 1)]
    [TestCase("QuotaOfTwo", 2)]
    [TestCase("QuotaWithoutPool", 2)]
    [TestCase("QuotaUnderTheSubscribersLock", 2)]
    [TestCase("ScheduleWhileTheClockMoves", 2)]
    [TestCase("ScheduleWhileAnotherPushes", 2)]
    [TestCase("ScheduleWhileAnotherPushes", 3, Category = Setting.Long)]
    [TestCase("ScheduleWhileTheFeedEnds", 3)]
    [TestCase("ReadTimeWhileTheClockRestarts", 3)]
    [TestCase("WindowWhileTheClockRestarts", 2)]
    [TestCase("PushWhileReconnecting", 2)]
    [TestCase("SubscribeWhileDelivering", 3)]
    [TestCase("SubscribeToASymbolWhileDelivering", 2)]
    [TestCase("SubscribeToALedgerWhileItChanges", 3)]
    [TestCase("JoinWhileStatusChanges", 3)]
    [TestCase("ReportFaultsFromTwoThreads", 2)]
    [TestCase("RecordWhileWriting", 2)]
    [TestCase("RecordBeyondTheLimit", 3)]
    [TestCase("ConflateWhileTimersRun", 2)]
    [TestCase("BufferWhileTheSchedulerDelivers", 2)]
    [TestCase("LatestWhileTheSchedulerDelivers", 2)]
    [TestCase("DisposeWhileTimersRun", 3)]
    [TestCase("AnswerWhileRequestsArrive", 2)]
    [TestCase("AnswerWhileTimingOut", 2)]
    [TestCase("EndWhileAnswering", 2)]
    [TestCase("PlaceFromTwoThreads", 2)]
    [TestCase("DisposeWhileARequestArrives", 3)]
    [TestCase("CancelWhileARequestIsAnswered", 3)]
    [TestCase("LinesOfOneSymbol", 1)]
    [TestCase("OwnerIsCut", 1)]
    public void No_schedule_violates_an_invariant(string scenario, int maxPreemptions)
    {
        var exploration = Explore(scenario, maxPreemptions);

        Assert.That(exploration.Fault, Is.Null);
        Assert.That(exploration.IsComplete, "all schedules within the limit");
    }

    [Test]
    public void Every_scenario_has_a_planted_fault()
    {
        var scenarios = typeof(InterleavingTests).GetMethod(nameof(No_schedule_violates_an_invariant))!.GetCustomAttributes<TestCaseAttribute>()
            .Select(static @case => (string)@case.Arguments[0]!).Distinct();

        Assert.That(scenarios.Except(PlantedFault.All.Select(static fault => fault.Scenario)), Is.Empty);
    }

    private static Exploration Explore(string scenario, int maxPreemptions, string? plantedFault = null)
    {
        var exploration = Explorer.Explore(InstrumentedLibrary.Scenario(scenario), maxPreemptions, plantedFault);
        TestContext.Out.WriteLine($"{scenario}: {exploration.Schedules} schedules of at most {maxPreemptions} preemptions, {exploration.Fault?.Message ?? "no fault"}");
        return exploration;
    }
}
