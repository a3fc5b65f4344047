using System.Reactive.Linq;
using Nexus.Reactive.Backtesting;
using Nexus.Reactive.Testing;

namespace Nexus.Reactive.Tests.Backtesting;

/// <summary>Combinations that no single option can refuse. Single values are in PublicInputTests.</summary>
public sealed class BadInputTests
{
    private static readonly Symbol Btc = Symbol.Parse("SPOT_BTC_USDT");
    private static readonly PaperExchangeOptions ThirdWithoutName = new() { Fees = new FeeSchedule { Currency = FeeCurrency.Third } };
    private static readonly BackTestColumns<int, decimal> Columns = new();

    [Test]
    public void Fees_in_a_third_asset_require_its_name()
    {
        Assert.That(() => new PaperExchange(new NexusFeed(Observable.Never<NexusMessage>()), ThirdWithoutName), Throws.ArgumentException.With.Property("ParamName").EqualTo("options").And.Message.Contains("ThirdAsset"));
        Assert.That(() => BackTest.RunAsync([], [1], Prices, Columns, new BackTestOptions { Exchange = ThirdWithoutName }), Throws.ArgumentException.With.Property("ParamName").EqualTo("options").And.Message.Contains("ThirdAsset"));
        Assert.That(() => new FeeSchedule { ThirdAsset = " " }, Throws.ArgumentException.With.Property("ParamName").EqualTo("ThirdAsset"));
        Assert.That(() => new PaperExchange(new NexusFeed(Observable.Never<NexusMessage>()), new PaperExchangeOptions { Fees = new FeeSchedule { Currency = FeeCurrency.Third, ThirdAsset = "BNB" } }).Dispose(), Throws.Nothing);
    }

    [Test]
    public void Recordings_and_parameters_that_are_null_are_named_with_their_place()
    {
        var columns = new BackTestColumns<string, decimal>();
        Assert.That(() => BackTest.RunAsync(["a", null!], ["b"], Prices, columns), Throws.ArgumentException.With.Property("ParamName").EqualTo("recordings").And.Message.StartsWith("The item at index 1 is null."));
        Assert.That(() => BackTest.RunAsync(["a"], [null!, "b"], Prices, columns), Throws.ArgumentException.With.Property("ParamName").EqualTo("parameters").And.Message.StartsWith("The item at index 0 is null."));
    }

    [Test]
    public void An_order_whose_value_is_no_decimal_is_refused_and_the_market_goes_on()
    {
        using var m = new Marbles();
        using var paper = new PaperExchange(m.Feed("-b---|", ('b', Make.Book("99x5 | 101x5"))));
        List<Task<long>> answers = [];
        List<SubscriberFault> faults = [];
        paper.Feed.SubscriberFaults.Subscribe(faults.Add);
        paper.Feed.Books.Take(1).Subscribe(book =>
        {
            answers.Add(paper.PlaceAsync(OrderRequest.Limit(Btc, Side.Buy, decimal.MaxValue, 101)));
            answers.Add(paper.PlaceAsync(OrderRequest.Limit(Btc, Side.Buy, 1, decimal.MaxValue)));
            answers.Add(paper.PlaceAsync(OrderRequest.Market(Btc, Side.Sell, 1e28m)));
            answers.Add(paper.PlaceAsync(OrderRequest.Limit(Btc, Side.Buy, 1e14m, 1e14m)));
        });
        m.Expect(paper.Feed.Transactions.Select(static fill => (fill.ExecutedPrice, fill.ExecutedQuantity))).ToBe("-f---|", ('f', (101m, 5m)));
        using var connection = paper.Feed.Connect();
        m.Run();

        Assert.That(answers.Take(3).Select(static answer => answer.Exception!.InnerException!.Message), Is.All.StartsWith("The order is too large: "));
        Assert.That(answers[3].IsCompletedSuccessfully);
        Assert.That(faults, Is.Empty);
    }

    private static IObservable<decimal> Prices<T>(BackTestRun<T> run) => run.Feed.Trades.Select(static trade => trade.Price);
}
