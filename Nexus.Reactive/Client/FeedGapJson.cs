using Newtonsoft.Json;

namespace Nexus.Reactive;

/// <summary>How a gap stands among raw strings.</summary>
internal static class FeedGapJson
{
    public static string Create(Symbol symbol, string reason) =>
        $$$"""{"event":"FEED_GAP","symbol":{{{JsonConvert.ToString(symbol.ToString())}}},"data":{"reason":{{{JsonConvert.ToString(reason)}}}}}""";
}
