using Microsoft.Extensions.Options;

namespace Nexus.Reactive.Hosting;

/// <summary>Reports every fault in the settings in one line that begins with the name of the setting. No line contains the client key.</summary>
internal sealed class NexusOptionsValidator : IValidateOptions<NexusHostingOptions>
{
    // NexusFeed.Combine accepts as many lines of one symbol.
    private const int MostLines = 64;

    public ValidateOptionsResult Validate(string? name, NexusHostingOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(NexusHostingOptions options) =>
        [.. options.ReadFaults, .. KeyFaults(options), .. EndpointFaults(options), .. SymbolFaults(options), .. ClientFaults(options), .. RangeFaults(options)];

    private static IEnumerable<string> KeyFaults(NexusHostingOptions options)
    {
        var hasKey = !string.IsNullOrWhiteSpace(options.ClientKey);
        if (options.ClientKeyFile is not { Length: > 0 } file)
        {
            if (!hasKey)
                yield return "ClientKey: a key is required; set ClientKey or ClientKeyFile";
            yield break;
        }

        if (hasKey)
            yield return "ClientKeyFile: cannot be combined with ClientKey";
        else if (ClientKeys.FaultOf(file) is { } fault)
            yield return $"ClientKeyFile: {fault}";
    }

    private static IEnumerable<string> EndpointFaults(NexusHostingOptions options)
    {
        string? fault = null;
        try
        {
            if (options.Symbols.Any(symbol => options.Endpoint.TrimEnd('/').EndsWith($"/{symbol}", StringComparison.Ordinal)))
                fault = $"'{WithoutSecrets(options.Endpoint)}' must end before the key and the symbol, such as ws://127.0.0.1:9001/ws";
            var endpoint = HostedEndpoint.Create(options.Endpoint, "key", Symbol.Parse("SPOT_BTC_USDT"));
            if (endpoint.BaseUri is { Scheme: "ws", IsLoopback: false } && !options.Client.AllowUnencrypted)
                fault = $"{WithoutSecrets(options.Endpoint)} would send the key unencrypted; use wss, or set Client:AllowUnencrypted";
        }
        catch (ArgumentException)
        {
            fault ??= $"'{WithoutSecrets(options.Endpoint)}' is not production, staging or an address such as ws://127.0.0.1:9001/ws";
        }

        if (fault is not null)
            yield return $"Endpoint: {fault}";
    }

    // An address that is not accepted may contain a key or a password by mistake.
    private static string WithoutSecrets(string endpoint) => Uri.TryCreate(endpoint, UriKind.Absolute, out var address)
        ? address.GetComponents(UriComponents.Scheme | UriComponents.Host | UriComponents.Port, UriFormat.UriEscaped)
        : StartOfAddress(endpoint);

    // The scheme, the host and the port, unless the text has an '@', before which a password may be.
    private static string StartOfAddress(string text)
    {
        var colon = text.IndexOf(":/", StringComparison.Ordinal);
        var host = colon < 0 ? 0 : colon + 1 + text.AsSpan(colon + 1).IndexOfAnyExcept('/');
        var end = text.AsSpan(host).IndexOfAny('/', '?', '#');
        var start = end < 0 ? text : text[..(host + end)];
        return start.Contains('@', StringComparison.Ordinal) || colon >= host ? text[..(colon + 1)] : start;
    }

    private static IEnumerable<string> SymbolFaults(NexusHostingOptions options)
    {
        if (options.Symbols.Count == 0)
            yield return "Symbols: at least one is required";
        for (var i = 0; i < options.Symbols.Count; i++)
        {
            if (!Symbol.TryParse(options.Symbols[i], out _))
                yield return $"Symbols:{i}: '{options.Symbols[i]}' is not of the form TYPE_BASE_QUOTE";
            else if (options.Symbols.Take(i).Count(symbol => symbol == options.Symbols[i]) == MostLines)
                yield return $"Symbols:{i}: {options.Symbols[i]} is listed more than {MostLines} times";
        }
    }

    private static IEnumerable<string> ClientFaults(NexusHostingOptions options) =>
        options.Client.Faults().Select(static fault => $"Client:{fault.Name}: {Describe(fault.Error, fault.Name)}");

    // .NET's text is "PingInterval ('0') must be greater than '0'. (Parameter 'PingInterval')", followed by a line that repeats the value.
    private static string Describe(ArgumentException error, string name)
    {
        var text = error.Message.ReplaceLineEndings(" ");
        var end = text.IndexOf(" (Parameter ", StringComparison.Ordinal);
        text = (end < 0 ? text : text[..end]).TrimEnd('.');
        text = text.Replace("than '00:00:00'", "than zero", StringComparison.Ordinal);
        var close = text.IndexOf("')", StringComparison.Ordinal);
        var start = name.Length + " (".Length;
        return text.StartsWith($"{name} ('", StringComparison.Ordinal) && close > 0 ? string.Concat(text.AsSpan(start, close + 1 - start), text.AsSpan(close + 2)) : text;
    }

    private static IEnumerable<string> RangeFaults(NexusHostingOptions options)
    {
        if (options.MaxClockJump <= TimeSpan.Zero)
            yield return $"MaxClockJump: {options.MaxClockJump} is not above zero";
        if (options.Health.MaxLag <= TimeSpan.Zero)
            yield return $"Health:MaxLag: {options.Health.MaxLag} is not above zero";
        if (options.Health.UnhealthyAfter < TimeSpan.Zero)
            yield return $"Health:UnhealthyAfter: {options.Health.UnhealthyAfter} is negative";
        if (!Enum.IsDefined(options.SubscriberFaults))
            yield return $"SubscriberFaults: {options.SubscriberFaults} is not Log or StopHost";
    }
}
