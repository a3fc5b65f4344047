namespace Nexus.Reactive;

/// <summary>Finds the parts of an address that may be a client key.</summary>
internal static class AddressSecrets
{
    // A shorter part is more likely a word of the path.
    private const int MinPartLength = 8;

    /// <summary>Returns the part before the symbol, as in <c>/ws/{key}/{symbol}</c>, or each long part if the address has another form, and the values of the query.</summary>
    public static IEnumerable<string> Find(Uri? address, Symbol symbol)
    {
        if (address is not { IsAbsoluteUri: true })
            return [];
        var parts = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToList();
        var at = parts.FindLastIndex(part => string.Equals(part, symbol.ToString(), StringComparison.OrdinalIgnoreCase));
        var keys = at > 0 ? [parts[at - 1]] : parts.Where((part, index) => index != at && part.Length >= MinPartLength);
        var query = address.Query.TrimStart('?').Split('&').Select(static pair => Uri.UnescapeDataString(pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]));
        return [.. keys, .. query.Where(static value => value.Length >= MinPartLength)];
    }
}
