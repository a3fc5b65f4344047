namespace Nexus.Reactive.Backtesting;

/// <summary>The outcome of one run.</summary>
/// <param name="Recording">The path of the recording.</param>
/// <param name="Cells">The values, one for each column of <see cref="BackTestTable.Columns"/>; those of results are null if the run failed.</param>
/// <param name="Error">The reason why the run failed, in one line; null if it did not.</param>
public sealed record BackTestRow(string Recording, IReadOnlyList<object?> Cells, string? Error)
{
    /// <summary>The number of gaps in the recording, damaged places included; if the run failed, those before its end.</summary>
    public long Gaps { get; init; }

    /// <summary>The number of malformed messages in the recording, damaged lines included; if the run failed, those before its end.</summary>
    public long Malformed { get; init; }
}
