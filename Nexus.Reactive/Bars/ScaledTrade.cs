namespace Nexus.Reactive;

/// <summary>A trade in a sliding window: 24 bytes if its numbers fit 64 bits.</summary>
internal readonly record struct ScaledTrade<T>
{
    private readonly PackedTime _timeAndIsBuy;

    public ScaledTrade(long time, T price, T quantity, Side side)
    {
        _timeAndIsBuy = new PackedTime(time, side == Side.Buy);
        Price = price;
        Quantity = quantity;
    }

    public T Price { get; init; }

    public T Quantity { get; init; }

    public long Time => _timeAndIsBuy.Ticks;

    public Side Side => _timeAndIsBuy.Flag ? Side.Buy : Side.Sell;
}
