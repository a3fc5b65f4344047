using System.IO.Compression;
using Nexus.Recording;

namespace Nexus.Examples.Tests.Recording;

/// <summary>Runs nexus-recording in the process of the tests.</summary>
internal static class RecordingToolRun
{
    public const string TradeText = """{"event":"TRADE","symbol":"SPOT_BTC_USDT","timestamp":1000000000000,"data":{"price":1.5,"quantity":2,"side":"BUY"}}""";
    public const string UpdateText = """{"event":"ORDER_UPDATE","timestamp":1000000000500,"data":{"symbol":"SPOT_BTC_USDT","order_type":"LIMIT","order_price":1.5,"order_quantity":3,"order_id":7,"executed_price":1.5,"executed_quantity":3,"side":"BUY","status":"FILLED"}}""";

    public static Task<(int Code, string Output, string Error)> Run(params string[] args) => Run(isTerminal: false, args);

    public static async Task<(int Code, string Output, string Error)> Run(bool isTerminal, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        try
        {
            var code = await Tool.RunAsync(Options.Parse(args), output, error, isTerminal, CancellationToken.None);
            return (code, output.ToString(), error.ToString());
        }
        catch (FormatException e)
        {
            return (2, "", e.Message + "\n");
        }
    }

    /// <summary>Reads a file, which is decompressed if its name ends with <c>.gz</c>.</summary>
    public static string Read(string path)
    {
        using Stream file = File.OpenRead(path);
        using var source = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        return new StreamReader(source).ReadToEnd();
    }
}
