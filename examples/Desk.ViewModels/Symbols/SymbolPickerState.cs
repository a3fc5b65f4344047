using System.Collections.Immutable;
using Nexus.Reactive;

namespace Nexus.Desk.ViewModels;

public sealed record SymbolPickerState(ImmutableArray<SymbolQuote> Quotes, Symbol Selected);
