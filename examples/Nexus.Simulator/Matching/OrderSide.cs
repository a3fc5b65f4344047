namespace Nexus.Simulator.Matching;

public enum OrderSide
{
    Buy,
    Sell,
}
