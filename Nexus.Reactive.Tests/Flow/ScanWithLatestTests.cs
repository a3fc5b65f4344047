using System.Reactive.Linq;
using System.Reactive.Subjects;

namespace Nexus.Reactive.Tests.Flow;

/// <summary>Parameters that change keep the state.</summary>
public sealed class ScanWithLatestTests
{
    [Test]
    public void A_change_of_parameters_keeps_the_state()
    {
        using var items = new Subject<int>();
        using var parameters = new BehaviorSubject<int>(1);
        var states = new List<int>();
        using var subscription = items.ScanWithLatest(parameters, 0, static (sum, item, factor) => sum + (item * factor)).Subscribe(states.Add);
        items.OnNext(1);
        parameters.OnNext(10);
        items.OnNext(1);
        parameters.OnCompleted();
        items.OnNext(2);

        Assert.That(states, Is.EqualTo(new[] { 1, 11, 31 }));
    }

    [Test]
    public void Items_before_the_first_parameters_are_ignored()
    {
        using var items = new Subject<int>();
        using var parameters = new Subject<int>();
        var states = new List<int>();
        using var subscription = items.ScanWithLatest(parameters, 0, static (sum, item, factor) => sum + (item * factor)).Subscribe(states.Add);
        items.OnNext(100);
        parameters.OnNext(1);
        items.OnNext(1);

        Assert.That(states, Is.EqualTo(new[] { 1 }));
    }
}
