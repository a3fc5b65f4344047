using System.Globalization;

namespace Strategy.Report;

/// <summary>Prints the run as a table that is the same on every machine.</summary>
public static class Table
{
    private const int MaxTrips = 40;

    public static void Write(TextWriter output, Journal journal)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(journal);
        Line(output, $"");
        Line(output, $"{"from",-12} {"held",7} {"side",-4} {"quantity",8} {"entry",10} {"exit",10} {"profit",9}");
        foreach (var trip in journal.Trips.Take(MaxTrips))
        {
            var held = trip.To - trip.From;
            Line(output, $"{trip.From:HH:mm:ss.fff} {held.TotalSeconds,6:0.0}s {trip.Side,-4} {trip.Entered,8:0.####} {trip.EntryPrice,10:0.00} {trip.ExitPrice,10:0.00} {trip.Profit,9:0.000}{(trip.IsFlat ? "" : " open")}");
        }

        if (journal.Trips.Count > MaxTrips)
            Line(output, $"… and {journal.Trips.Count - MaxTrips} more");
        var outcome = journal.Outcome;
        var won = journal.Trips.Count(static trip => trip.Profit > 0);
        var fees = outcome.Fees == 0 ? (FormattableString)$"no fees" : $"fees {outcome.Fees:0.000} included";
        Line(output, $"{outcome.Signals} signals, {journal.Trips.Count} trips, {won} won, profit {outcome.Profit:0.000} marked to the mid, maximum drawdown {outcome.Drawdown:0.000}, {fees.ToString(CultureInfo.InvariantCulture)}");
    }

    private static void Line(TextWriter output, FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture).TrimEnd());
}
