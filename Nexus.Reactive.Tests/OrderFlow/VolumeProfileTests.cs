using System.Reactive.Linq;
using CsCheck;
using Nexus.Reactive.Testing;
using Nexus.Reactive.Tests.Numbers;
using static Nexus.Reactive.Tests.Bars.Deals;

namespace Nexus.Reactive.Tests.OrderFlow;

public sealed class VolumeProfileTests
{
    private static readonly Windowing[] Kinds = [Windowing.Tumbling(Seconds(1)), Windowing.Hopping(Seconds(2), Seconds(0.7)), Windowing.Sliding(Seconds(1)), Windowing.ByCount(3)];

    [Test]
    public void Profiles_agree_with_a_grouping_of_the_trades([ValueSource(nameof(Kinds))] Windowing kind) => BigModel.NarrowTrades.Sample(
        trades =>
        {
            NexusMessage[] messages = [.. trades[..(trades.Length / 2)], Make.Gap(), .. trades[(trades.Length / 2)..]];
            var (windows, profiles) = Run(kind, messages.ToObservable());
            AssertAgree(windows, profiles);
        },
        iter: 60);

    [Test]
    public void Profiles_of_the_real_session_agree_with_a_grouping_of_its_trades()
    {
        var (windows, profiles) = Run(Windowing.Tumbling(Seconds(60)), SharedData.Messages().ToObservable().ToNexusFeed());
        AssertAgree(windows, profiles);
        Assert.That(profiles, Has.Count.GreaterThan(5));
        foreach (var profile in profiles.Select(static profile => profile.Group(5)))
        {
            var (low, high) = profile.ValueArea()!.Value;
            var inside = profile.Levels.Where(level => level.Price >= low && level.Price <= high).Sum(static level => level.Volume);
            Assert.That(inside, Is.GreaterThanOrEqualTo(0.7m * profile.Volume));
            Assert.That(profile.PointOfControl!.Value.Volume, Is.EqualTo(profile.Levels.Max(static level => level.Volume)));
        }
    }

    // Volumes at 100, 101, …: the area grows from the point of control to the larger neighbor.
    [TestCase("1 2 9 3 1", "102", "102 103", TestName = "The_value_area_grows_to_the_larger_neighbor")]
    [TestCase("1 3 9 3 1", "102", "102 103", TestName = "The_value_area_grows_upward_if_both_neighbors_are_equal")]
    [TestCase("10", "100", "100 100", TestName = "The_value_area_of_a_single_price_is_that_price")]
    [TestCase("9 1 1 1", "100", "100 100", TestName = "The_value_area_stops_growing_at_the_required_share")]
    [TestCase("8 1 1 1 1", "100", "100 101", TestName = "The_value_area_contains_at_least_the_required_share")]
    [TestCase("1 1 8", "102", "102 102", TestName = "A_point_of_control_with_the_required_share_is_the_whole_value_area")]
    [TestCase("3 2 5 1 1 1 1", "102", "100 102", TestName = "The_value_area_grows_level_by_level")]
    [TestCase("5 1 5", "102", "100 102", TestName = "Of_two_equal_levels_at_the_same_distance_the_higher_is_the_point_of_control")]
    [TestCase("5 5 1 1", "101", "100 101", TestName = "Of_two_equal_levels_the_more_central_is_the_point_of_control")]
    [TestCase("1 1 5 5", "102", "102 103", TestName = "Of_two_equal_levels_the_more_central_is_the_point_of_control_from_below")]
    public void ValueArea(string volumes, string pointOfControl, string area)
    {
        var profile = Profile([.. volumes.Split(' ').Select(static (volume, i) => Deal(0, 100 + i, int.Parse(volume)))]);
        Assert.That($"{profile.PointOfControl!.Value.Price}", Is.EqualTo(pointOfControl));
        Assert.That(profile.ValueArea() is var (low, high) ? $"{low} {high}" : "", Is.EqualTo(area));
    }

    [Test]
    public void The_share_of_a_value_area_can_be_chosen()
    {
        var profile = Profile(Deal(0, 100, 1), Deal(0, 101, 8), Deal(0, 102, 1));

        Assert.That(profile.ValueArea(1), Is.EqualTo((100m, 102m)));
        Assert.That(profile.ValueArea(0.8m), Is.EqualTo((101m, 101m)));
        Assert.That(() => profile.ValueArea(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => profile.ValueArea(1.1m), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_grouped_profile_has_the_sums_of_its_prices()
    {
        var profile = Profile(Deal(0, 99.9m, 1), Deal(0, 100, 2, Side.Sell), Deal(0, 104.9m, 4), Deal(0, 105, 8));

        Assert.That(string.Join("; ", profile.Group(5).Levels), Is.EqualTo("95: 1 bought, 0 sold; 100: 4 bought, 2 sold; 105: 8 bought, 0 sold"));
        Assert.That((profile.Group(5).Volume, profile.Group(5).TradeCount), Is.EqualTo((15m, 4)));
        Assert.That((profile.Group(5).Levels[1].Volume, profile.Group(5).Levels[1].Delta), Is.EqualTo((6m, 2m)));
        Assert.That(() => profile.Group(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void An_empty_window_has_no_point_of_control()
    {
        using var m = EachSecond();
        m.Expect(m.Feed("t----p----p", ('t', Make.Trade("100x1 buy")), ('p', Make.Ping())).VolumeProfiles(Windowing.Tumbling(Seconds(5))).Select(static profile => (profile.PointOfControl?.Price, profile.ValueArea())))
                  .ToBe("-----a----b", ('a', (100m, (100m, 100m))), ('b', (null, null)));
        m.Run();
    }

    [Test]
    public void Profiles_are_equal_by_value()
    {
        Assert.That(Profile(Deal(0, 100, 1)), Is.EqualTo(Profile(Deal(0, 100.0m, 1.0m))));
        Assert.That(Profile(Deal(0, 100, 1)), Is.Not.EqualTo(Profile(Deal(0, 100, 1, Side.Sell))));
        Assert.That(Profile(Deal(0, 100, 1)).ToString(), Is.EqualTo("VolumeProfile SPOT_BTC_USDT 2024-08-08T23:54:15.000Z/2024-08-08T23:54:15.000Z 1 prices, 1 trades"));
    }

    private static VolumeProfile Profile(params Trade[] trades) => Run(Windowing.ByCount(trades.Length), trades.ToObservable<NexusMessage>()).Profiles.Single();

    private static (List<TradeWindow> Windows, List<VolumeProfile> Profiles) Run(Windowing windowing, IObservable<NexusMessage> messages)
    {
        var feed = messages as NexusFeed ?? new NexusFeed(messages);
        List<TradeWindow> windows = [];
        List<VolumeProfile> profiles = [];
        feed.TradeWindows(windowing).Subscribe(windows.Add);
        feed.VolumeProfiles(windowing).Subscribe(profiles.Add);
        feed.Connect();
        return (windows, profiles);
    }

    private static void AssertAgree(List<TradeWindow> windows, List<VolumeProfile> profiles)
    {
        Assert.That(
            profiles.Select(static profile => (profile.Symbol, profile.Start, profile.End, profile.TradeCount, profile.IsComplete, profile.HasGap)),
            Is.EqualTo(windows.Select(static window => (window.Symbol, window.Start, window.End, window.Trades.Length, window.IsComplete, window.HasGap))));
        foreach (var (window, profile) in windows.Zip(profiles))
        {
            Assert.That(
                profile.Levels.Select(static level => (level.Price, level.BuyVolume, level.SellVolume, level.TradeCount)),
                Is.EqualTo(window.Trades.GroupBy(static trade => trade.Price).OrderBy(static group => group.Key).Select(static group =>
                    (group.Key, group.Where(static t => t.Side == Side.Buy).Sum(static t => t.Quantity), group.Where(static t => t.Side == Side.Sell).Sum(static t => t.Quantity), group.Count()))));
        }
    }
}
