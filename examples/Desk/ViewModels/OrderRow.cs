using System.Collections.Immutable;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>An order as it stands, and the steps that led there, oldest first.</summary>
public sealed record OrderRow(Order Order, ImmutableArray<OrderEvent> Steps);
