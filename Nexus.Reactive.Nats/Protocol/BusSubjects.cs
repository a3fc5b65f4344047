using System.Buffers;

namespace Nexus.Reactive.Nats;

/// <summary>The subjects and the stream of one symbol. The subject determines the kind of message and therefore who may read it.</summary>
internal sealed class BusSubjects
{
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(" \t\r\n.*>/\\");

    public BusSubjects(string environment, Symbol symbol, string account)
    {
        Symbol = symbol;
        Root = $"nexus.{environment}.{symbol}";
        Stream = $"NEXUS-{environment}-{symbol}";
        Public = $"{Root}.md.>";
        All = $"{Root}.>";
        Book = $"{Root}.md.BOOK";
        Trade = $"{Root}.md.TRADE";
        Ping = $"{Root}.md.PING";
        Gap = $"{Root}.md.GAP";
        Resumed = $"{Root}.md.RESUMED";
        OrderUpdate = $"{Root}.own.{account}.ORDER_UPDATE";
        Transaction = $"{Root}.own.{account}.TRANSACTION";
        Other = $"{Root}.own.{account}.OTHER";
    }

    public Symbol Symbol { get; }

    public string Root { get; }

    public string Stream { get; }

    public string Public { get; }

    public string All { get; }

    public string Book { get; }

    public string Trade { get; }

    public string Ping { get; }

    public string Gap { get; }

    public string Resumed { get; }

    public string OrderUpdate { get; }

    public string Transaction { get; }

    public string Other { get; }

    /// <summary>Returns whether a name may be part of a subject and of a stream's name.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= 64 && !name.AsSpan().ContainsAny(Forbidden);

    public string Filter(BusScope scope) => scope == BusScope.Public ? Public : All;

    public bool IsPublic(string subject) => subject.AsSpan(Root.Length).StartsWith(".md.", StringComparison.Ordinal);

    /// <summary>Returns the subject of a message. Unknown and malformed messages may contain private data, so they use the account's subjects.</summary>
    public string For(NexusMessage message) => message switch
    {
        Nexus.Reactive.Book => Book,
        Nexus.Reactive.Trade => Trade,
        Nexus.Reactive.Ping => Ping,
        FeedGap => Gap,
        FeedResumed => Resumed,
        Nexus.Reactive.OrderUpdate => OrderUpdate,
        Nexus.Reactive.Transaction => Transaction,
        _ => Other,
    };
}
