using Newtonsoft.Json;

namespace Nexus.Reactive;

/// <summary>Creates the texts that represent a gap and its end among raw strings.</summary>
internal static class FeedGapJson
{
    public static string CreateGap(Symbol symbol, string reason) =>
        $$$"""{"event":"FEED_GAP","symbol":{{{JsonConvert.ToString(symbol.ToString())}}},"data":{"reason":{{{JsonConvert.ToString(reason)}}}}}""";

    public static string CreateResumed(Symbol symbol) => $$"""{"event":"FEED_RESUMED","symbol":{{JsonConvert.ToString(symbol.ToString())}}}""";
}
