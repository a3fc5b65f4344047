using System.Diagnostics;
using System.Reactive.Linq;
using AotCheck;
using Nexus.Reactive;

// Turns strings into bars, diffs and orders. The output must not depend on trimming, ahead-of-time compilation or the processor.
//   AotCheck              a built-in session
//   AotCheck RECORDING    every message, diff, bar and order event of a recording
//   AotCheck --time       also prints the time since the process started
//   AotCheck --platform   only prints what the code runs on
switch (args)
{
    case [] or ["--time"]:
        break;
    case ["--help"]:
        Console.WriteLine("AotCheck [RECORDING | --time | --platform]");
        return 0;
    case ["--platform"]:
        Console.WriteLine(Platform.Describe());
        return 0;
    case [var recording] when File.Exists(recording):
        Replay.Print(recording);
        return 0;
    default:
        Console.Error.WriteLine($"{args[^1]}: neither an option nor a file; --help lists the options");
        return 2;
}

var feed = Session().ToObservable().ToNexusFeed();
using var bars = feed.VwapTumbling(TimeSpan.FromSeconds(1)).Subscribe(Console.WriteLine);
using var diffs = feed.Books.Diffs().SelectMany(static diff => diff.Changes).Count().Subscribe(static count => Console.WriteLine($"{count} changes of books"));
using var orders = feed.TrackOrders().Subscribe(static change => Console.WriteLine(FormattableString.Invariant($"{change.Kind} {change.After.Filled} of {change.After.Quantity}, average {change.After.AveragePrice}")));
using var odd = feed.Malformed.Subscribe(static message => Console.WriteLine(message.Reason));
feed.Connect();

if (args is ["--time"])
    Console.WriteLine($"{(DateTime.UtcNow - Process.GetCurrentProcess().StartTime.ToUniversalTime()).TotalMilliseconds:0} ms from the process's start to here");
return 0;

static IEnumerable<string> Session()
{
    const long start = 1_700_000_000_000;
    for (var i = 0; i < 300; i++)
    {
        var time = start + i * 10;
        yield return $$$"""{"event":"BOOK","symbol":"SPOT_BTC_USDT","timestamp":{{{time}}},"data":{"asks":[{"price":{{{102 + i % 7}}},"quantity":1}],"bids":[{"price":{{{100 - i % 5}}}.5,"quantity":0.{{{1 + i % 9}}}}]}}""";
        yield return $$$"""{"event":"TRADE","symbol":"SPOT_BTC_USDT","timestamp":{{{time}}},"data":{"price":{{{101 + i % 3}}}.25,"quantity":0.00{{{1 + i % 9}}},"side":"BUY"}}""";
    }

    yield return """{"event":"ORDER_UPDATE","timestamp":1700000003000,"data":{"symbol":"SPOT_BTC_USDT","order_type":"LIMIT","order_price":101,"order_quantity":2,"order_id":7,"executed_price":0,"executed_quantity":0,"side":"BUY","status":"NEW"}}""";
    yield return """{"event":"ORDER_UPDATE","timestamp":1700000003001,"data":{"symbol":"SPOT_BTC_USDT","order_type":"LIMIT","order_price":101,"order_quantity":2,"order_id":7,"executed_price":100.5,"executed_quantity":2,"side":"BUY","status":"FILLED"}}""";
    yield return """{"event":"TRANSACTION","timestamp":1700000003001,"data":{"id":1,"symbol":"SPOT_BTC_USDT","order_id":7,"executed_price":100.5,"executed_quantity":2,"side":"BUY"}}""";
    yield return """{"event":"TRADE","symbol":"SPOT_BTC_USDT","timestamp":1700000003002,"data":{"price":0,"quantity":1,"side":"BUY"}}""";
}
