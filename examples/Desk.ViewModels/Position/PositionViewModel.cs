namespace Nexus.Desk.ViewModels;

/// <summary>The position with its average cost, realized and unrealized profit and fees, at the mid price of the book.</summary>
public sealed class PositionViewModel : ViewModel<PositionState>
{
    private readonly Market _market;

    public PositionViewModel(Market market, Screen screen)
        : base(PositionState.Empty)
    {
        _market = market;
        Subscriptions.Add(market.Profit.Latest(screen, market.Feed).Subscribe(_ => Show(new PositionState(_market.Portfolio.Find(_market.Symbol)))));
    }
}
