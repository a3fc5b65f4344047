using System.Collections.ObjectModel;

namespace Nexus.Desk.ViewModels;

/// <summary>
/// A list for WPF, Avalonia and other toolkits that observe collections. An update changes it to new items with the fewest single notifications:
/// rows whose keys are gone are removed, rows out of order are moved, new rows are inserted, and changed values are replaced in their rows.
/// </summary>
/// <remarks>Keys must be unique in an update. Change it only on the UI's context.</remarks>
public sealed class RowList<TKey, TItem> : ReadOnlyObservableCollection<Row<TItem>>
    where TKey : notnull
{
    private readonly ObservableCollection<Row<TItem>> _rows;
    private readonly Func<TItem, TKey> _key;

    public RowList(Func<TItem, TKey> key)
        : this([], key)
    {
    }

    private RowList(ObservableCollection<Row<TItem>> rows, Func<TItem, TKey> key)
        : base(rows) => (_rows, _key) = (rows, key);

    /// <summary>Returns the row with a key; null if there is none.</summary>
    public Row<TItem>? Find(TKey key) => _rows.FirstOrDefault(row => EqualityComparer<TKey>.Default.Equals(_key(row.Value), key));

    /// <exception cref="ArgumentException">Two items have the same key. The list is unchanged.</exception>
    internal void Update(IReadOnlyList<TItem> items)
    {
        var places = new Dictionary<TKey, int>(items.Count);
        for (var i = 0; i < items.Count; i++)
            places.Add(_key(items[i]), i);

        for (var i = _rows.Count - 1; i >= 0; i--)
        {
            if (!places.ContainsKey(_key(_rows[i].Value)))
                _rows.RemoveAt(i);
        }

        Arrange([.. _rows.Select(row => places[_key(row.Value)])]);
        for (var i = 0; i < items.Count; i++)
        {
            if (i < _rows.Count && places[_key(_rows[i].Value)] == i)
                _rows[i].Replace(items[i]);
            else
                _rows.Insert(i, new Row<TItem>(items[i]));
        }
    }

    // The rows of a longest increasing run stay; each other row moves behind its predecessor, which is in its final order already.
    private void Arrange(List<int> places)
    {
        var staying = LongestRun.Of(places);
        if (staying.Count == places.Count)
            return;
        int? predecessor = null;
        foreach (var place in places.Order().ToArray())
        {
            if (!staying.Contains(place))
            {
                var from = places.IndexOf(place);
                places.RemoveAt(from);
                var to = predecessor is { } before ? places.IndexOf(before) + 1 : 0;
                places.Insert(to, place);
                _rows.Move(from, to);
            }

            predecessor = place;
        }
    }
}
