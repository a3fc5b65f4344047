using System.Collections.Specialized;
using System.ComponentModel;
using Nexus.Desk.ViewModels;

namespace Nexus.Desk.Window.Toolkit;

/// <summary>Shows a <see cref="RowList{TKey, TItem}"/> in a list of GTK, each row as a line of text. Single changes keep the selected row and the scroll position.</summary>
internal sealed class GtkRows<TKey, TItem> : IDisposable
    where TKey : notnull
{
    private readonly RowList<TKey, TItem> _rows;
    private readonly Func<TItem, string> _text;
    private readonly Dictionary<Row<TItem>, nint> _labels = [];

    public GtkRows(RowList<TKey, TItem> rows, Func<TItem, string> text)
    {
        (_rows, _text) = (rows, text);
        Widget = Gtk.CreateList();
        for (var i = 0; i < rows.Count; i++)
            Insert(rows[i], i);
        ((INotifyCollectionChanged)rows).CollectionChanged += OnChanged;
    }

    public nint Widget { get; }

    /// <summary>The selected row; null if there is none.</summary>
    public Row<TItem>? Selected => Gtk.GetSelected(Widget) is var selected && selected == 0 ? null : _labels.Single(pair => pair.Value == Gtk.GetChild(selected)).Key;

    /// <summary>The texts as they are shown.</summary>
    public IEnumerable<string> Texts => Enumerable.Range(0, _rows.Count).Select(i => Gtk.GetText(Gtk.GetChild(Gtk.GetRow(Widget, i))));

    public void Select(int index) => Gtk.Select(Widget, Gtk.GetRow(Widget, index));

    public void Dispose()
    {
        ((INotifyCollectionChanged)_rows).CollectionChanged -= OnChanged;
        foreach (var row in _labels.Keys)
            row.PropertyChanged -= OnValueChanged;
    }

    private void OnChanged(object? sender, NotifyCollectionChangedEventArgs e)
    {
        switch (e.Action)
        {
            case NotifyCollectionChangedAction.Add:
                Insert((Row<TItem>)e.NewItems![0]!, e.NewStartingIndex);
                break;
            case NotifyCollectionChangedAction.Remove:
                var removed = (Row<TItem>)e.OldItems![0]!;
                removed.PropertyChanged -= OnValueChanged;
                _labels.Remove(removed);
                Gtk.Remove(Widget, Gtk.GetRow(Widget, e.OldStartingIndex));
                break;
            default:
                Move(e.OldStartingIndex, e.NewStartingIndex);
                break;
        }
    }

    private void Insert(Row<TItem> row, int index)
    {
        var label = Gtk.CreateLabel(_text(row.Value));
        Gtk.Align(label, 0);
        var line = Gtk.CreateRow();
        Gtk.Add(line, label);
        Gtk.Insert(Widget, line, index);
        Gtk.ShowAll(line);
        _labels.Add(row, label);
        row.PropertyChanged += OnValueChanged;
    }

    private void Move(int from, int to)
    {
        var line = Gtk.Keep(Gtk.GetRow(Widget, from));
        var isSelected = Gtk.GetSelected(Widget) == line;
        Gtk.Remove(Widget, line);
        Gtk.Insert(Widget, line, to);
        Gtk.Release(line);
        if (isSelected)
            Gtk.Select(Widget, line);
    }

    private void OnValueChanged(object? sender, PropertyChangedEventArgs e) => Gtk.SetText(_labels[(Row<TItem>)sender!], _text(((Row<TItem>)sender!).Value));
}
