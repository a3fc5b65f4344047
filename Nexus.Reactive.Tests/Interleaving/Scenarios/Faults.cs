namespace Nexus.Reactive.Tests.Interleaving.Scenarios;

/// <summary>Streams of two threads report faults and end: the handler gets each thread's faults in order, one at a time, and then the end.</summary>
internal sealed class ReportFaultsFromTwoThreads : Scenario
{
    private readonly SubscriberFaultReporter _faults = new(null);
    private readonly List<string> _told = [];
    private bool _isInside;
    private bool _hasOverlapped;

    public ReportFaultsFromTwoThreads()
    {
        _faults.AddStream();
        _faults.AddStream();
        _faults.Faults.Subscribe(Tell, () => _told.Add("end"));
    }

    public override IEnumerable<Action> Threads => "ab".Select(letter => (Action)(() =>
    {
        for (var i = 1; i <= 2; i++)
            _faults.Publish(new SubscriberFault($"{letter}{i}", null, new FormatException()));
        _faults.EndStream();
    }));

    public override void Check()
    {
        CheckOrder(_told, "a1 a2", "b1 b2");
        Require(!_hasOverlapped && _told[^1] == "end", string.Join(' ', _told));
    }

    private void Tell(SubscriberFault fault)
    {
        _hasOverlapped |= _isInside;
        _isInside = true;
        Schedule.Point();
        _told.Add(fault.Stream);
        _isInside = false;
    }
}
