namespace Nexus.Reactive;

/// <summary>Publishes a value of each symbol's book whenever it changes, and null when the book is out of date.</summary>
internal sealed class BookSignalEngine(IObserver<BookSignal> observer, WindowSource source, Func<Book, decimal?> getValue)
    : BookEngine<BookSignalEngine.Stream, BookSignal>(observer, source)
{
    public static IObservable<BookSignal> Create(IObservable<Book> books, Func<Book, decimal?> getValue) =>
        Create(new WindowSource(books, Scheduler: null, GapEnd: null), getValue);

    public static IObservable<BookSignal> Create(WindowSource source, Func<Book, decimal?> getValue) =>
        source.Run<BookSignal>(observer => new BookSignalEngine(observer, source, getValue));

    protected override void Add(Stream stream, Book book)
    {
        var value = getValue(book);
        if (stream.IsPublished && stream.Value == value)
            return;
        (stream.IsPublished, stream.Value) = (true, value);
        Publish(new BookSignal(book.Symbol, book.Timestamp, value));
    }

    protected override void Forget(Stream stream)
    {
        if (stream.Value is null)
            return;
        stream.Value = null;
        Publish(new BookSignal(stream.Symbol, new DateTimeOffset(WindowTime.Clamp(Now), TimeSpan.Zero), null));
    }

    internal sealed class Stream : SymbolStream
    {
        public bool IsPublished { get; set; }

        public decimal? Value { get; set; }
    }
}
