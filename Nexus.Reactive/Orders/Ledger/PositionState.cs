using System.Collections.Immutable;

namespace Nexus.Reactive;

/// <summary>The running position of one symbol. Bought is positive, sold negative, in quantity and in money.</summary>
internal sealed class PositionState(Symbol symbol)
{
    private decimal _quantity;
    private decimal _cost;
    private decimal _realized;
    private decimal _unpriced;
    private ImmutableSortedDictionary<string, decimal> _fees = ImmutableSortedDictionary.Create<string, decimal>(StringComparer.Ordinal);

    public Position Position => new(symbol, _quantity, _quantity == 0 ? null : SaturatingDecimal.Divide(_cost, _quantity), _realized, _unpriced, _fees);

    /// <summary>What an order's step from one state to the next means for the position.</summary>
    public void Apply(Side side, (decimal Filled, decimal? Notional) before, (decimal Filled, decimal? Notional) after)
    {
        var sign = side == Side.Buy ? 1 : -1;
        Fill(sign, sign * SaturatingDecimal.Add(after.Filled, -before.Filled), sign * SaturatingDecimal.Add(after.Notional ?? 0, -(before.Notional ?? 0)));
        _unpriced = SaturatingDecimal.Add(_unpriced, SaturatingDecimal.Add(Unpriced(after), -Unpriced(before)));
    }

    public void AddFee(string? asset, decimal fee) =>
        _fees = _fees.SetItem(asset ?? string.Empty, SaturatingDecimal.Add(_fees.GetValueOrDefault(asset ?? string.Empty), fee));

    private void Fill(int sign, decimal quantity, decimal money)
    {
        if (quantity == 0)
            Correct(sign, money);
        else if (_quantity == 0 || _quantity > 0 == quantity > 0)
            Open(quantity, money);
        else if (Math.Abs(quantity) <= Math.Abs(_quantity))
            Close(quantity, money);
        else
        {
            var closing = -_quantity;
            var share = SaturatingDecimal.Share(money, closing, quantity);
            Close(closing, share);
            Open(SaturatingDecimal.Add(quantity, -closing), SaturatingDecimal.Add(money, -share));
        }
    }

    private void Open(decimal quantity, decimal money)
    {
        _quantity = SaturatingDecimal.Add(_quantity, quantity);
        _cost = SaturatingDecimal.Add(_cost, money);
    }

    private void Close(decimal quantity, decimal money)
    {
        // The whole at once, so that a closed position leaves no rounding behind.
        var cost = quantity == -_quantity ? _cost : SaturatingDecimal.Share(_cost, -quantity, _quantity);
        _realized = SaturatingDecimal.Add(_realized, -SaturatingDecimal.Add(money, cost));
        _quantity = SaturatingDecimal.Add(_quantity, quantity);
        _cost = SaturatingDecimal.Add(_cost, -cost);
    }

    // A better price for an earlier fill: it belongs to the position that the fill opened, or to the profit that it realised.
    private void Correct(int sign, decimal money)
    {
        if (_quantity != 0 && _quantity > 0 == sign > 0)
            _cost = SaturatingDecimal.Add(_cost, money);
        else
            _realized = SaturatingDecimal.Add(_realized, -money);
    }

    private static decimal Unpriced((decimal Filled, decimal? Notional) order) => order.Notional is null ? order.Filled : 0;
}
