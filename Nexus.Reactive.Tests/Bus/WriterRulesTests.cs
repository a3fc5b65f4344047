using System.Text;
using Nexus.Reactive.Nats;

namespace Nexus.Reactive.Tests.Bus;

public sealed class WriterRulesTests
{
    private const long Epoch = 7;

    [Test]
    public void Entries_are_numbered_and_linked_to_the_previous_entry()
    {
        var rules = Started();
        Offer(rules, "a", "b");
        Assert.That(rules.TryTakeNext(out var first), Is.True);
        Assert.That(rules.TryTakeNext(out var second), Is.True);
        Assert.That((first.Id.Number, first.ExpectedLastSequence, first.ExpectedLastId), Is.EqualTo((1L, (ulong?)40, (EntryId?)null)));
        Assert.That((second.Id.Number, second.ExpectedLastSequence, second.ExpectedLastId), Is.EqualTo((2L, (ulong?)null, (EntryId?)first.Id)));
    }

    [Test]
    public void Private_entries_have_no_public_number()
    {
        var rules = Started();
        Offer(rules, "a");
        rules.TryOffer(new PendingEntry("own", "order"u8.ToArray(), IsPublic: false, 0));
        Offer(rules, "b");
        Assert.That(TakeAll(rules).Select(static entry => (entry.Id.Number, entry.Id.PublicNumber)), Is.EqualTo(new[] { (1L, 1L), (2L, 1L), (3L, 2L) }));
    }

    [Test]
    public void The_number_of_entries_in_transit_does_not_exceed_the_window()
    {
        var rules = Started(window: 2);
        Offer(rules, "a", "b", "c");
        Assert.That(Texts(TakeAll(rules)), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(rules.TryAcknowledge(41), Is.True);
        Assert.That(Texts(TakeAll(rules)), Is.EqualTo(new[] { "c" }));
    }

    [Test]
    public void One_gap_replaces_the_messages_dropped_by_a_full_buffer()
    {
        var rules = Started(capacity: 4);
        Offer(rules, "a", "b", "c", "d", "lost", "lost");
        Assert.That(Texts(TakeAll(rules)), Is.EqualTo(new[] { "a", "b", "c", "d" }));
        for (var sequence = 41ul; sequence <= 43; sequence++)
            rules.TryAcknowledge(sequence);
        Offer(rules, "e", "f");
        Assert.That(Texts(TakeAll(rules)), Is.EqualTo(new[] { "gap: the gateway's buffer was full: 2 messages dropped", "e", "f" }));
    }

    [Test]
    public void Stored_entries_are_not_sent_again()
    {
        var rules = Started();
        Offer(rules, "a", "b", "c");
        var sent = TakeAll(rules);
        Assert.That(rules.TryResume(new LogTail(42, sent[1].Id), 0), Is.True);
        var resent = TakeAll(rules);
        Assert.That(Texts(resent), Is.EqualTo(new[] { "c" }));
        Assert.That((resent[0].Id, resent[0].ExpectedLastSequence), Is.EqualTo((sent[2].Id, (ulong?)42)));
    }

    [Test]
    public void A_log_that_lost_acknowledged_entries_gets_one_gap_with_the_next_number()
    {
        var rules = Started();
        Offer(rules, "a", "b", "c", "d");
        var sent = TakeAll(rules);
        for (var sequence = 41ul; sequence <= 43; sequence++)
            rules.TryAcknowledge(sequence);
        Assert.That(rules.TryResume(new LogTail(41, sent[0].Id), 0), Is.True);
        var resent = TakeAll(rules);
        Assert.That(Texts(resent), Is.EqualTo(new[] { "gap: the log lost its last entries, from entry 2 of epoch 7", "d" }));
        Assert.That(resent.Select(static entry => entry.Id.Number), Is.EqualTo(new[] { 4L, 5L }));
        Assert.That(resent[1].Id.Session, Is.GreaterThan(sent[3].Id.Session), "the new number 5 must not be taken for an old entry");
    }

    [Test]
    public void A_newer_epoch_in_the_log_ends_the_writer()
    {
        var rules = Started();
        Offer(rules, "a");
        TakeAll(rules);
        Assert.That(rules.TryResume(new LogTail(90, new EntryId(Epoch + 1, 0, 1, 1, 0)), 0), Is.False);
    }

    [Test]
    public void An_acknowledgement_out_of_order_is_a_fault()
    {
        var rules = Started();
        Offer(rules, "a", "b");
        TakeAll(rules);
        Assert.That(rules.TryAcknowledge(42), Is.False);
    }

    [Test]
    public void A_message_above_the_limit_becomes_a_gap()
    {
        var rules = Started();
        rules.MaxPayload = 3;
        Offer(rules, "abc", "abcd", "e");
        Assert.That(Texts(TakeAll(rules)), Is.EqualTo(new[] { "abc", "gap: a message of 4 bytes exceeds the limit of the log (3 bytes)", "e" }));
    }

    [TestCase("1-2-3-4-5", true)]
    [TestCase("9223372036854775807-0-1-1-1723100000123456789", true)]
    [TestCase("1-2-3-4", false)]
    [TestCase("1-2-3-4-5-6", false)]
    [TestCase("1-2--4-5", false)]
    [TestCase("", false)]
    [TestCase("a", false)]
    public void An_id_is_parsed_to_the_value_that_was_written(string text, bool isValid)
    {
        Assert.That(EntryId.TryParse(text, out var id), Is.EqualTo(isValid));
        if (isValid)
            Assert.That(id.ToString(), Is.EqualTo(text));
    }

    private static WriterRules Started(int capacity = 100, int window = 100)
    {
        var rules = new WriterRules(Epoch, capacity, window, static (reason, at) => new PendingEntry("gap", Encoding.UTF8.GetBytes("gap: " + reason), IsPublic: true, at));
        Assert.That(rules.TryResume(new LogTail(40, new EntryId(Epoch - 1, 0, 12, 12, 0)), 0), Is.True);
        return rules;
    }

    private static void Offer(WriterRules rules, params string[] texts)
    {
        foreach (var text in texts)
            rules.TryOffer(new PendingEntry("md", Encoding.UTF8.GetBytes(text), IsPublic: true, 0));
    }

    private static List<OutgoingEntry> TakeAll(WriterRules rules)
    {
        List<OutgoingEntry> taken = [];
        while (rules.TryTakeNext(out var next))
            taken.Add(next);
        return taken;
    }

    private static IEnumerable<string> Texts(IEnumerable<OutgoingEntry> entries) => entries.Select(static entry => Encoding.UTF8.GetString(entry.Entry.Payload));
}
