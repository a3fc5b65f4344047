using System.Collections;
using System.Reactive;

namespace Nexus.Reactive.Testing;

/// <summary>Compares objects by value, sequences item by item, and errors by instance or by type and message.</summary>
internal sealed class MarbleEquality<T>(IEqualityComparer<T> values)
{
    public static MarbleEquality<T> Default { get; } = new(EqualityComparer<T>.Create(static (left, right) => AreEqual(left, right), static _ => 0));

    /// <summary>Treats objects of two runs as equal if their contents are; see <see cref="ContentEquality"/>.</summary>
    public static MarbleEquality<T> OfContents { get; } = new(EqualityComparer<T>.Create(static (left, right) => AreEqual(left, right) || ContentEquality.AreAlike(left, right), static _ => 0));

    public bool Equals(T left, T right) => values.Equals(left, right);

    public bool Equals(Notification<T> left, Notification<T> right) => left.Kind == right.Kind && left.Kind switch
    {
        NotificationKind.OnNext => values.Equals(left.Value, right.Value),
        NotificationKind.OnError => AreSame(left.Exception!, right.Exception!),
        _ => true,
    };

    private static bool AreSame(Exception left, Exception right) =>
        left == right || (left.GetType() == right.GetType() && string.Equals(left.Message, right.Message, StringComparison.Ordinal));

    private static bool AreEqual<TValue>(TValue? left, TValue? right)
    {
        if (EqualityComparer<TValue>.Default.Equals(left, right))
            return true;
        if (left is not IEnumerable lefts || right is not IEnumerable rights || left is string || right is string)
            return false;

        var (mine, theirs) = (lefts.GetEnumerator(), rights.GetEnumerator());
        while (mine.MoveNext())
        {
            if (!theirs.MoveNext() || !AreEqual(mine.Current, theirs.Current))
                return false;
        }

        return !theirs.MoveNext();
    }
}
