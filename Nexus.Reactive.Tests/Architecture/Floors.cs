namespace Nexus.Reactive.Tests.Architecture;

/// <summary>The library's folders and the folders that each may use. A new folder must be added here.</summary>
internal static class Floors
{
    /// <summary>
    /// Every folder with the number of its floor. A folder may use its own subfolders, the folders that contain it, and every lower floor.
    /// Folders of one floor may not use each other, except as listed in <see cref="Neighbours"/>.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, int> All = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["Core"] = 0,
        ["Numbers"] = 0,
        ["Messages"] = 1,
        ["Decoding"] = 2,
        ["Decoding/Shared"] = 2,
        ["Decoding/Reference"] = 2,
        ["Decoding/Fast"] = 2,
        ["Clock"] = 2,
        ["Flow"] = 2,
        ["Feed"] = 3,
        ["Books"] = 3,
        ["Bars"] = 4,
        ["Bars/Windows"] = 4,
        ["Orders"] = 4,
        ["Orders/Tracking"] = 4,
        ["Orders/Ledger"] = 4,
        ["Orders/Queue"] = 4,
        ["Orders/State"] = 4,
        ["Orders/Snapshots"] = 4,
        ["Client"] = 4,
        ["Client/Combining"] = 4,
        ["Client/Transport"] = 4,
        ["Client/Diagnostics"] = 4,
        ["Recording"] = 4,
        ["Recording/Reading"] = 4,
        ["Recording/Writing"] = 4,
        ["Averages"] = 5,
        ["OrderFlow"] = 5,
        ["Portfolio"] = 5,
    };

    /// <summary>Folders that may use another folder of their own floor.</summary>
    public static readonly IReadOnlySet<(string User, string Used)> Neighbours = new HashSet<(string, string)>
    {
        ("Decoding/Reference", "Decoding/Shared"),
        ("Decoding/Fast", "Decoding/Shared"),
        ("Client/Combining", "Client/Diagnostics"),
        ("Orders/Tracking", "Orders/State"),
        ("Orders/Ledger", "Orders/State"),
    };

    /// <summary>Folders that may use fewer floors than their own floor allows.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Narrower = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Books"] = ["Core", "Numbers", "Messages"],
    };

    /// <summary>Files that may use one type of a folder that is closed to them, with the reason.</summary>
    public static readonly IReadOnlyDictionary<(string File, string Used), string> Exceptions = new Dictionary<(string, string), string>
    {
        [("Client/NexusFeed.Combine.cs", "Feed")] = "Combine is a factory of NexusFeed over clients, so this part of the type is declared with the clients.",
    };

    public static bool Allows(string user, string used)
    {
        if (Related(user, used) || Neighbours.Contains((user, used)))
            return true;
        if (Narrower.TryGetValue(user, out var allowed))
            return allowed.Contains(used);
        return All[used] < All[user];
    }

    private static bool Related(string user, string used) =>
        user == used || user.StartsWith(used + '/', StringComparison.Ordinal) || used.StartsWith(user + '/', StringComparison.Ordinal);
}
