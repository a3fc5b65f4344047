using Nexus.Reactive;

namespace Nexus.Recording;

/// <summary>A table to which the rows of a feed are written.</summary>
internal interface ITable : IDisposable
{
    string Name { get; }

    long RowCount { get; }

    /// <summary>Notes for readers of the table, one per line.</summary>
    IEnumerable<string> Notes { get; }

    IObservable<object> Rows(NexusFeed feed);

    /// <summary>Receives the decimals of a row before the file is created.</summary>
    void Measure(object row);

    void Create(string path);

    void Add(object row);

    Task CompleteAsync();
}
