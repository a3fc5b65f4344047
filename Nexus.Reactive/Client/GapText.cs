using Newtonsoft.Json;

namespace Nexus.Reactive;

/// <summary>How a gap stands among raw strings.</summary>
internal static class GapText
{
    public static string Of(Symbol symbol, string reason) =>
        $$$"""{"event":"FEED_GAP","symbol":{{{JsonConvert.ToString(symbol.ToString())}}},"data":{"reason":{{{JsonConvert.ToString(reason)}}}}}""";
}
