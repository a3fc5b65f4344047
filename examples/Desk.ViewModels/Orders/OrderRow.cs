using System.Collections.Immutable;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

/// <summary>An order and its history, oldest step first.</summary>
public sealed record OrderRow(Order Order, ImmutableArray<OrderEvent> Steps);
