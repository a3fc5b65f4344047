using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>Where orders of the screen go.</summary>
/// <param name="Gateway">The gateway; null if orders cannot be placed.</param>
/// <param name="Notice">One sentence for the trader that says so.</param>
public sealed record TradingAccess(IOrderGateway? Gateway, string Notice)
{
    public static TradingAccess None { get; } = new(null, "This screen sends no orders.");
}
