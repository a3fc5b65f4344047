using System.Text;
using Nexus.Reactive.Tests.Recording;
using static Nexus.Reactive.Tests.Orders.OrderDesk;

namespace Nexus.Reactive.Tests.Orders.Store;

/// <summary>A file that is not a whole state is one line that names the file and what is wrong with it, and no part of it is used.</summary>
public sealed class DamagedStateTests
{
    private static readonly string Path = System.IO.Path.GetFullPath("orders.json");

    private static readonly NexusMessage[] History =
    [
        U(0, OrderStatus.New), U(1, OrderStatus.PartiallyFilled, 4), T(1, 1, 4, fee: 0.10m, feeAsset: "USDT"), U(2, OrderStatus.New, order: 2), Gap(), T(3, 2, 6),
    ];

    [Test]
    public void A_file_with_any_changed_byte_is_the_exact_state_or_an_error()
    {
        using var first = new StoredRun(new StateDiskInMemory()).Push(History);
        first.Save();
        var whole = first.Disk.Only;
        string exact;
        using (var second = new StoredRun(first.Disk))
            exact = second.Save();
        var harmless = 0;
        for (var place = 0; place < whole.Length; place++)
        {
            foreach (var bits in new[] { 1 << (place % 8), 0xFF })
            {
                var damaged = whole.ToArray();
                damaged[place] ^= (byte)bits;
                if (Open(damaged, out var restored) is not { } error)
                {
                    Assert.That(restored, Is.EqualTo(exact), $"byte {place}, bits {bits}");
                    harmless++;
                }
                else
                    AssertIsClear(error);
            }
        }

        Assert.That(harmless, Is.LessThan(10), "space at the end");
    }

    [Test]
    public void A_file_of_any_shorter_length_is_an_error()
    {
        using var first = new StoredRun(new StateDiskInMemory()).Push(History);
        first.Save();
        for (var length = 0; length < first.Disk.Only.Length - 1; length++)
            AssertIsClear(Open(first.Disk.Only[..length], out _));
    }

    [Test]
    public void A_file_that_is_written_twice_or_joined_with_another_is_an_error()
    {
        using var first = new StoredRun(new StateDiskInMemory()).Push(History);
        first.Save();
        var whole = first.Disk.Only;
        AssertIsClear(Open([.. whole, .. whole], out _));
        AssertIsClear(Open([.. whole[..(whole.Length / 2)], .. whole[(whole.Length / 3)..]], out _));
    }

    [TestCase("", "is damaged: it is empty.")]
    [TestCase("\0\0\0\0", "is damaged: it is no JSON from byte 0 of line 1.")]
    [TestCase("time\tsymbol\n1\tSPOT_BTC_USDT\n", "is damaged: it is no JSON from byte 1 of line 1.")]
    [TestCase("[1, 2]", "is damaged: it is not a file of an OrderStore.")]
    [TestCase("{}", "is damaged: it is not a file of an OrderStore.")]
    [TestCase("{\"format\":7}", "is damaged: it is not a file of an OrderStore.")]
    [TestCase("{\"format\":\"other\",\"version\":1}", "is damaged: it is not a file of an OrderStore.")]
    [TestCase("{\"format\":\"nexus-orders\"}", "is damaged: it has no version.")]
    [TestCase("{\"format\":\"nexus-orders\",\"version\":\"1\"}", "is damaged: it has no version.")]
    [TestCase("{\"format\":\"nexus-orders\",\"version\":0}", "is damaged: it has no version.")]
    [TestCase("{\"format\":\"nexus-orders\",\"version\":1}", "is damaged: a part is missing.")]
    [TestCase("{\"format\":\"nexus-orders\",\"version\":1,\"sha256\":null,\"state\":{}}", "is damaged: its content does not match its hash.")]
    public void A_file_of_another_program_says_so(string content, string reason)
    {
        var error = Open(Encoding.UTF8.GetBytes(content), out _);
        AssertIsClear(error);
        Assert.That(error!.Message, Does.StartWith($"The state in '{Path}' {reason}"));
    }

    [Test]
    public void A_newer_version_is_named()
    {
        using var first = new StoredRun(new StateDiskInMemory()).Push(History);
        var newer = first.Save().Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal);

        var error = Open(Encoding.UTF8.GetBytes(newer), out _);
        AssertIsClear(error);
        Assert.That(error!.Message, Does.Contain("has version 2; this library reads versions up to 1"));
    }

    [Test]
    public void A_folder_is_named()
    {
        using var folder = new TemporaryFolder();
        var path = Directory.CreateDirectory(folder["state"]).FullName;

        Assert.That(() => new OrderStore(path, new NexusFeed(System.Reactive.Linq.Observable.Never<NexusMessage>())), Throws.TypeOf<IOException>().With.Message.EqualTo($"Cannot read '{path}': it is a folder"));
        Assert.That(Directory.Exists(path));
    }

    [Test]
    public void A_file_without_permission_is_named_when_it_is_read_and_when_it_is_written()
    {
        using var first = new StoredRun(new StateDiskInMemory()).Push(History);
        first.Save();
        var denied = new StateDiskInMemory { Denied = true, Files = first.Disk.Files };
        Assert.That(() => new StoredRun(denied), Throws.TypeOf<IOException>().With.Message.EqualTo($"Cannot read '{Path}': access is denied"));

        first.Disk.Denied = true;
        Assert.That(first.Store.Save, Throws.TypeOf<IOException>().With.Message.EqualTo($"Cannot write '{Path}': access is denied"));
    }

    private static void AssertIsClear(Exception? error) =>
        Assert.That(error, Is.TypeOf<OrderStateException>().With.Message.Contains(Path).And.Message.Not.Contains("\n").And.Message.Length.LessThan(300 + Path.Length));

    /// <summary>Opens a store on a content. Returns its error, or null and what it saves then.</summary>
    private static Exception? Open(byte[] content, out string? restored)
    {
        var disk = new StateDiskInMemory();
        disk.Files[Path] = content;
        restored = null;
        try
        {
            using var run = new StoredRun(disk);
            restored = run.Save();
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }
}
