using System.Text.Encodings.Web;
using System.Text.Json;

namespace Nexus.Reactive.Nats;

/// <summary>Creates FEED_GAP messages.</summary>
internal static class GapText
{
    public static string Create(Symbol symbol, string reason) =>
        $$$"""{"event":"FEED_GAP","symbol":"{{{symbol}}}","data":{"reason":"{{{JsonEncodedText.Encode(reason, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}}}"}}""";
}
