namespace Nexus.Monitoring;

/// <summary>Texts about the options of a run.</summary>
internal static class Words
{
    /// <summary>The source of the feed.</summary>
    public static string Caption(Options options) => options switch
    {
        { IsReplay: true } => $"replay · {string.Join(", ", options.Replay.Select(Path.GetFileName))}",
        { IsBus: true } => $"bus · {Server(options)}",
        { IsSimulator: true } => $"simulator · no key, no network · seed {Options.SimulatorSeed}",
        _ => options.Endpoint,
    };

    /// <summary>The start of a line that reports that there was no connection.</summary>
    public static string Connection(Options options) => options.IsBus
        ? $"--bus: no connection to {Server(options)}"
        : $"--endpoint: no connection to {options.Endpoint}";

    /// <summary>Suggestions for options that this run does not use.</summary>
    public static string NextCommands(Options options)
    {
        const string Monitor = "dotnet run --project examples/Monitor --";
        var next = new List<string>();
        if (options is { Record: null, IsReplay: false })
            next.Add($"  record:\n    {Monitor} --for 10s --record session.tsv.gz");
        if (!options.IsReplay)
            next.Add($"  replay:\n    {Monitor} --replay {string.Join(" --replay ", Recordings(options))}");
        if (options.Endpoint != "staging")
            next.Add($"  staging:\n    {Monitor} --endpoint staging --key YOUR_KEY");
        return $"\nNext:\n{string.Join('\n', next)}\n\n";
    }

    // Without credentials.
    private static string Server(Options options) => options.Bus.Url!.GetComponents(UriComponents.Scheme | UriComponents.HostAndPort, UriFormat.UriEscaped);

    private static IEnumerable<string> Recordings(Options options) =>
        options.Record is null ? ["session.tsv.gz"] : options.Symbols.Select(symbol => options.GetRecordPath(symbol)!);
}
