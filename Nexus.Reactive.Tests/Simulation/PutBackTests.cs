namespace Nexus.Reactive.Tests.Simulation;

/// <summary>
/// Bugs that the library had, or could have, are put back one at a time. The simulation finds each, and the seed that found it is printed. By hand, because
/// each one compiles the library again: <c>dotnet test Nexus.Reactive.Tests --filter FullyQualifiedName~PutBackTests.A_reintroduced_bug_is_found</c>.
/// </summary>
public sealed class PutBackTests
{
    private const int Seeds = 400;

    private static IEnumerable<TestCaseData> Bugs =>
    [
        Bug("A cut leaves no gap", "Client/ConnectionStateMachine.cs", "streams.AddGap(endpoint.Symbol, gap, _clock.ToWallClock(_clock.Elapsed));", ";"),
        Bug("A connection goes on without FEED_RESUMED", "Client/ConnectionStateMachine.cs", "streams.AddResumed(endpoint.Symbol, arrival);", ";"),
        Bug("A lost connection is not dialled again", "Client/ConnectionStateMachine.cs", "if (delay != Timeout.InfiniteTimeSpan)", "if (delay < TimeSpan.Zero)"),
        Bug("What only other clients received is not delivered at a gap", "Feed/MessageCopies.cs", "entry.Delivered < most;", "entry.Delivered < 0;"),
        Bug("Two old order events turn the clock back", "Clock/ClockJumpDetector.cs", "ProbationWeight = 2 * MarketWeight", "ProbationWeight = 2 * OrderWeight"),
        Bug("A bar ignores gaps", "Bars/Windows/WindowEngine.cs", "Coverage.Cut(gap.Symbol, Now);", ";"),
        Bug("An old order event ends a gap", "Feed/FeedEngine.cs", "if (message is not (OrderUpdate or Transaction))", "if (message is not Trade)"),
        Bug("A replayed update counts again", "Orders/Tracking/OrderState.cs", "IsTombstone || _updates.TryReplay(fingerprint)", "IsTombstone"),
        Bug("A full queue leaves messages out without a gap", "Recording/Writing/RecordingQueue.cs", "if (_lost == 0)", "if (_lost >= 0)"),
        Bug("A failed write leaves a part of its block", "Recording/Writing/RecordingOutput.cs", "            TryTruncate();\n            throw;", "            throw;"),
        Bug("A recorder that starts again leaves no gap", "Recording/Writing/RecordingOutput.cs", "_start = RecordingStart.Interruption;", ";"),
        Bug("A gateway drops messages without a gap", "Protocol/WriterRules.cs", "if (_droppedSinceGap > 0)", "if (_droppedSinceGap < 0)"),
    ];

    [Test]
    public void Each_fixed_bug_can_be_reintroduced()
    {
        foreach (var bug in Bugs)
            PatchedLibrary.Change((string)bug.Arguments[0]!, (string)bug.Arguments[1]!, (string)bug.Arguments[2]!);
        Assert.That(PatchedLibrary.Errors(), Is.Empty);
    }

    [TestCaseSource(nameof(Bugs)), Explicit, Category(Setting.Long)]
    public void A_reintroduced_bug_is_found(string file, string text, string replacement)
    {
        var fault = PatchedLibrary.FindFault(file, text, replacement, Seeds);
        TestContext.Out.WriteLine(fault ?? "not found");
        Assert.That(fault, Is.Not.Null);
    }

    private static TestCaseData Bug(string name, string file, string text, string replacement) =>
        new TestCaseData(file, text, replacement).SetArgDisplayNames(name);
}
