namespace Nexus.Reactive;

/// <summary>
/// A total over the books of one symbol that grows with time or with each book. A window's value is the difference between the totals at its end and at its
/// start. Implemented by structs whose default is the total before the first book.
/// </summary>
internal interface IBookMeasure<TSelf, out TResult>
    where TSelf : struct
{
    /// <summary>Carries the latest book forward to the given time, in UTC ticks.</summary>
    void AdvanceTo(long time);

    /// <summary>Replaces the latest book at the given time.</summary>
    void Add(long time, Book book);

    /// <summary>Forgets the latest book: from the time reached to the next book, nothing is known.</summary>
    void Forget();

    /// <summary>Returns whether a window that started with the given total contains anything.</summary>
    bool HasGrownSince(in TSelf start);

    /// <summary>Creates the result to publish from the totals at the end (this instance) and at the start. Times are UTC ticks in the range of a date.</summary>
    TResult ToResult(in TSelf start, Symbol symbol, (long Start, long End) window, bool isComplete, bool hasGap);
}
