using System.ComponentModel;

namespace Nexus.Desk.ViewModels;

/// <summary>A row of a list, whose value is replaced while the row stays the same object, so that a list keeps its selection and its scroll position.</summary>
public sealed class Row<TItem>(TItem value) : INotifyPropertyChanged
{
    private static readonly PropertyChangedEventArgs ValueChanged = new(nameof(Value));

    public event PropertyChangedEventHandler? PropertyChanged;

    public TItem Value { get; private set; } = value;

    internal void Replace(TItem value)
    {
        if (EqualityComparer<TItem>.Default.Equals(Value, value))
            return;
        Value = value;
        PropertyChanged?.Invoke(this, ValueChanged);
    }
}
