namespace Nexus.Reactive.Testing;

/// <summary>An expectation for the subscriptions of a source.</summary>
public sealed class SubscriptionExpectation : IExpectation
{
    private readonly Marbles _marbles;
    private readonly CallSite _site;
    private readonly Func<IReadOnlyList<MarbleSubscription>> _actual;
    private MarbleSubscription[]? _expected;

    internal SubscriptionExpectation(Marbles marbles, CallSite site, Func<IReadOnlyList<MarbleSubscription>> actual)
    {
        _marbles = marbles;
        _site = site;
        _actual = actual;
    }

    /// <summary>States when the source must be subscribed to.</summary>
    /// <param name="diagrams">A diagram such as <c>^---!</c> for each subscription, in order; none, or an empty one, if it must never be subscribed to.</param>
    public void ToBe(params string[] diagrams)
    {
        ArgumentNullException.ThrowIfNull(diagrams);
        _marbles.ThrowIfRun();
        if (_expected is not null)
            throw new MarbleException($"{_site.Call} has two expectations.\n{_site}");
        _expected = [.. diagrams.Select(diagram => MarbleSubscription.TryParse(diagram, _marbles.Frame)).OfType<MarbleSubscription>()];
    }

    string? IExpectation.Failure()
    {
        if (_expected is null)
            return $"{_site.Call} has no expectation: call ToBe.\n{_site}";

        var actual = _actual();
        for (var i = 0; i < Math.Max(actual.Count, _expected.Length); i++)
        {
            var (left, right) = (MarblesAt(_expected, i), MarblesAt(actual, i));
            if (left.SequenceEqual(right))
                continue;
            var first = left.Except(right).Concat(right.Except(left)).Min(static marble => marble.Frame);
            return MarbleFailure.Describe(
                $"{_site.Call} differs: subscription {i + 1} of {_expected.Length} at frame {first}, {MarbleText.Of(_marbles.GetTime(first))}.",
                _site, [left, right], _marbles.Frame, first, [], Table(left, right));
        }

        return null;
    }

    private static Marble[] MarblesAt(IReadOnlyList<MarbleSubscription> subscriptions, int index) =>
        index < subscriptions.Count ? [.. subscriptions[index].ToMarbles()] : [];

    private static IEnumerable<(long Frame, string Expected, string Actual)> Table(Marble[] expected, Marble[] actual)
    {
        foreach (var frame in expected.Concat(actual).Select(static marble => marble.Frame).Distinct().Order())
        {
            var (left, right) = (Cell(expected, frame), Cell(actual, frame));
            if (!string.Equals(left, right, StringComparison.Ordinal))
                yield return (frame, left, right);
        }
    }

    private static string Cell(Marble[] marbles, long frame) =>
        string.Join(", ", marbles.Where(marble => marble.Frame == frame)
            .Select(static marble => marble.Character == Marble.Subscription ? "^ subscribed" : "! unsubscribed").DefaultIfEmpty("nothing"));
}
