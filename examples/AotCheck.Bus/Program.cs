using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Nexus.Reactive;
using Nexus.Reactive.Nats;

// Publishes trades and reads them back as bars: in memory, or on the server in the first argument. The output must not depend on ahead-of-time compilation.
const int Count = 300;
var symbol = Symbol.Parse("SPOT_BTC_USDT");
await using var bus = new NexusBus(new NexusBusOptions { Url = args is [var url] ? new Uri(url) : NexusBusOptions.Memory });
await bus.PublishAsync(symbol, Trades().ToObservable());

var feed = bus.Feed(symbol, new BusStart.Beginning());
using var bars = feed.VwapTumbling(TimeSpan.FromSeconds(1)).Subscribe(Console.WriteLine);
using var gaps = feed.Gaps.Subscribe(static gap => Console.WriteLine(gap.Reason));
var all = feed.Trades.Take(Count).ToTask();
feed.Connect();
await all;

static IEnumerable<string> Trades()
{
    for (var i = 0; i < Count; i++)
        yield return $$$"""{"event":"TRADE","symbol":"SPOT_BTC_USDT","timestamp":{{{1_700_000_000_000 + i * 10}}},"data":{"price":{{{101 + i % 3}}}.25,"quantity":0.00{{{1 + i % 9}}},"side":"BUY"}}""";
}
