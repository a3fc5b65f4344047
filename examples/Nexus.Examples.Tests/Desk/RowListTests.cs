using System.Collections.Specialized;
using Nexus.Desk.ViewModels;

namespace Nexus.Examples.Tests.Desk;

public sealed class RowListTests
{
    private sealed record Item(int Key, int Value);

    [Test]
    public void A_thousand_random_updates_keep_the_selected_row_and_notify_as_little_as_possible()
    {
        var random = new Random(22);
        var list = new RowList<int, Item>(static item => item.Key);
        var notifications = 0;
        ((INotifyCollectionChanged)list).CollectionChanged += (_, change) =>
        {
            notifications++;
            Assert.That(change.Action, Is.Not.AnyOf(NotifyCollectionChangedAction.Reset, NotifyCollectionChangedAction.Replace));
        };
        Row<Item>? selected = null;
        for (var i = 0; i < 1000; i++)
        {
            var before = list.Select(static row => row.Value.Key).ToArray();
            var items = Enumerable.Range(0, 40).Where(_ => random.Next(4) > 0).Select(key => new Item(key, random.Next(3))).ToArray();
            if (random.Next(2) == 0)
                random.Shuffle(items);
            notifications = 0;
            var replaced = 0;
            void Count(object? sender, System.ComponentModel.PropertyChangedEventArgs change) => replaced++;
            var rows = list.ToArray();
            foreach (var row in rows)
                row.PropertyChanged += Count;
            var expectedReplaced = rows.Count(row => items.Any(item => item.Key == row.Value.Key && item.Value != row.Value.Value));

            list.Update(items);

            foreach (var row in rows)
                row.PropertyChanged -= Count;
            Assert.That(list.Select(static row => row.Value), Is.EqualTo(items));
            Assert.That(notifications, Is.EqualTo(FewestEdits(before, [.. items.Select(static item => item.Key)])));
            Assert.That(replaced, Is.EqualTo(expectedReplaced));
            if (selected is not null && items.Any(item => item.Key == selected.Value.Key))
                Assert.That(list.Find(selected.Value.Key), Is.SameAs(selected), "the selected row is the same object");
            else
                selected = list[random.Next(list.Count)];
        }
    }

    [Test]
    public void Two_items_with_one_key_are_an_error_and_change_nothing()
    {
        var list = new RowList<int, Item>(static item => item.Key);
        list.Update([new Item(1, 1)]);

        Assert.That(() => list.Update([new Item(2, 1), new Item(2, 2)]), Throws.ArgumentException);
        Assert.That(list.Single().Value, Is.EqualTo(new Item(1, 1)));
    }

    // Removed and inserted rows cannot be avoided; of the others, all but a longest common subsequence move.
    private static int FewestEdits(int[] before, int[] after)
    {
        int[] staying = [.. before.Intersect(after)];
        int[] order = [.. after.Intersect(before)];
        var longest = new int[staying.Length + 1, order.Length + 1];
        for (var i = 1; i <= staying.Length; i++)
        {
            for (var j = 1; j <= order.Length; j++)
                longest[i, j] = staying[i - 1] == order[j - 1] ? longest[i - 1, j - 1] + 1 : Math.Max(longest[i - 1, j], longest[i, j - 1]);
        }

        return before.Length + after.Length - staying.Length - longest[staying.Length, order.Length];
    }
}
