using Nexus.Reactive.Nats;

namespace Nexus.Reactive.Tests.Bus;

public sealed class ReaderRulesTests
{
    [Test]
    public void Consecutive_numbers_are_delivered() =>
        Assert.That(Read(BusScope.All, Id(1, 1), Id(1, 2), Id(1, 3)), Is.EqualTo("...".Select(Verdict)));

    [Test]
    public void A_repeated_entry_is_dropped() =>
        Assert.That(Read(BusScope.All, Id(1, 1), Id(1, 2), Id(1, 2), Id(1, 1), Id(1, 3)), Is.EqualTo("..xx.".Select(Verdict)));

    [Test]
    public void Missing_numbers_produce_one_gap() =>
        Assert.That(Read(BusScope.All, Id(1, 1), Id(1, 5), Id(1, 6)), Is.EqualTo(".g.".Select(Verdict)));

    [Test]
    public void A_gap_entry_in_the_log_explains_missing_numbers() =>
        Assert.That(Read(BusScope.All, Id(1, 1), Id(1, 5, isGap: true), Id(1, 6)), Is.EqualTo("...".Select(Verdict)));

    [Test]
    public void An_older_epoch_is_dropped() =>
        Assert.That(Read(BusScope.All, Id(2, 1), Id(1, 50), Id(2, 2)), Is.EqualTo(".x.".Select(Verdict)));

    [Test]
    public void A_new_epoch_begins_with_a_gap() =>
        Assert.That(Read(BusScope.All, Id(1, 9), Id(2, 1, isGap: true), Id(2, 2)), Is.EqualTo("...".Select(Verdict)));

    [Test]
    public void A_new_epoch_whose_gap_entry_is_missing_produces_a_gap() =>
        Assert.That(Read(BusScope.All, Id(1, 9), Id(2, 2), Id(2, 3)), Is.EqualTo(".g.".Select(Verdict)));

    [Test]
    public void A_reader_of_public_entries_ignores_missing_private_entries() =>
        Assert.That(Read(BusScope.Public, (new EntryId(1, 0, 1, 1, 0), false), (new EntryId(1, 0, 5, 2, 0), false)), Is.EqualTo("..".Select(Verdict)));

    [Test]
    public void A_reader_that_resumes_checks_from_its_last_entry()
    {
        var rules = new ReaderRules(BusScope.All);
        rules.StartAfter(new EntryId(1, 0, 4, 4, 0));
        Assert.That(rules.Accept(new EntryId(1, 0, 4, 4, 0), isGap: false), Is.EqualTo(ReaderVerdict.Drop));
        Assert.That(rules.Accept(new EntryId(1, 0, 6, 6, 0), isGap: false), Is.EqualTo(ReaderVerdict.DeliverAfterGap));
    }

    [Test]
    public void Entries_resent_because_their_acknowledgments_were_lost_are_not_delivered_twice()
    {
        // The reader received 4 and 5, whose acknowledgments the writer never saw. It sends a gap as 4, then the two entries as 5 and 6, and the next one as 7.
        (EntryId, bool)[] again = [(Renumbered(1, 4), true), (Renumbered(1, 5), false), (Renumbered(1, 6), false), (Renumbered(1, 7), false)];
        Assert.That(Read(BusScope.All, [Id(1, 3), Id(1, 4), Id(1, 5), .. again]), Is.EqualTo("....xx.".Select(Verdict)));
        Assert.That(Read(BusScope.All, [Id(1, 3), .. again]), Is.EqualTo(".....".Select(Verdict)), "a reader that received none of them");
        Assert.That(Read(BusScope.All, [Id(1, 3), Id(1, 4), .. again, .. again, (Renumbered(1, 9), false)]), Is.EqualTo("...x..xxxxg".Select(Verdict)), "read again after a fault");
        Assert.That(Read(BusScope.All, [Id(1, 5), .. again, (Renumbered(2, 8), true), (Renumbered(2, 9), false)]), Is.EqualTo("..xx...".Select(Verdict)), "and lost again");
    }

    private static EntryId Renumbered(int session, long number) => new(1, session, number, number, 0);

    private static (EntryId Id, bool IsGap) Id(long epoch, long number, bool isGap = false) => (new EntryId(epoch, 0, number, number, 0), isGap);

    private static IEnumerable<ReaderVerdict> Read(BusScope scope, params (EntryId Id, bool IsGap)[] entries)
    {
        var rules = new ReaderRules(scope);
        return entries.Select(entry => rules.Accept(entry.Id, entry.IsGap));
    }

    private static ReaderVerdict Verdict(char letter) => letter switch
    {
        'x' => ReaderVerdict.Drop,
        'g' => ReaderVerdict.DeliverAfterGap,
        _ => ReaderVerdict.Deliver,
    };
}
