using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>The levels that changed recently. It keeps the levels of the last highlighting time only.</summary>
internal sealed class FlashMemory(TimeSpan glow)
{
    private readonly Dictionary<(BookSide, decimal), (Flash Flash, DateTimeOffset Until)> _lit = [];
    private int _beat;

    public Flash Find(BookSide side, decimal price) => _lit.GetValueOrDefault((side, price)).Flash;

    public void Clear() => _lit.Clear();

    public void Add(IEnumerable<LevelChange> changes, DateTimeOffset now)
    {
        foreach (var (level, lit) in _lit)
        {
            if (lit.Until <= now)
                _lit.Remove(level);
        }

        _beat++;
        foreach (var change in changes)
        {
            var kind = change.Kind switch
            {
                LevelChangeKind.Added => FlashKind.Added,
                LevelChangeKind.Changed => change.NewQuantity > change.OldQuantity ? FlashKind.Grown : FlashKind.Shrunk,
                _ => FlashKind.None,
            };
            if (kind == FlashKind.None)
                _lit.Remove((change.Side, change.Price));
            else
                _lit[(change.Side, change.Price)] = (new Flash(kind, _beat), now + glow);
        }
    }
}
