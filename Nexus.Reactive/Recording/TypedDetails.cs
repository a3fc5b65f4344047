namespace Nexus.Reactive;

/// <summary>What a typed message contains and its text in the exchange's format does not; nothing for a message that was decoded from its text.</summary>
internal readonly record struct TypedDetails
{
    /// <summary>The fraction of a millisecond in the timestamp, in ticks of 100 ns.</summary>
    public int Fraction { get; init; }

    /// <summary>The status of an order update whose status text is not the exchange's word for it.</summary>
    public OrderStatus? Status { get; init; }

    /// <summary>The type of an order update whose type text is not the exchange's word for it.</summary>
    public OrderType? Type { get; init; }

    /// <summary>The event of an unknown message whose text does not decode to it.</summary>
    public string? Event { get; init; }

    /// <summary>The reason of a malformed message whose text does not decode to it.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether the text with a possible mark is the whole message.</summary>
    public bool IsNone => this == default;

    public bool HasProperties => Fraction != 0 || Status is not null || Type is not null;

    public static TypedDetails Of(NexusMessage message)
    {
        var fraction = message is IHasTimestamp { Timestamp.UtcTicks: var ticks } ? (int)(ticks % TimeSpan.TicksPerMillisecond) : 0;
        return message switch
        {
            OrderUpdate update => new TypedDetails
            {
                Fraction = fraction,
                Status = OrderEnums.OrderStatus(update.StatusText, out _) == update.Status ? null : update.Status,
                Type = OrderEnums.OrderType(update.OrderTypeText, out _) == update.OrderType ? null : update.OrderType,
            },
            UnknownMessage unknown => NexusDecoder.Decode(unknown.Text).Equals(unknown) ? default : new TypedDetails { Event = unknown.Event },
            MalformedMessage malformed => NexusDecoder.Decode(malformed.Text).Equals(malformed) ? default : new TypedDetails { Reason = malformed.Reason },
            _ => new TypedDetails { Fraction = fraction },
        };
    }
}
