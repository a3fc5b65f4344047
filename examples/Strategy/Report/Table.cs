using System.Globalization;

namespace Strategy.Report;

/// <summary>Prints the run as a table that is the same on every machine.</summary>
public static class Table
{
    public static void Write(TextWriter output, Journal journal)
    {
        Line(output, "");
        Line(output, $"{"from",-12} {"held",7} {"side",-4} {"quantity",8} {"entry",10} {"exit",10} {"profit",9}");
        foreach (var trip in journal.Trips)
        {
            var held = trip.To - trip.From;
            Line(output, $"{trip.From:HH:mm:ss.fff} {held.TotalSeconds,6:0.0}s {trip.Side,-4} {trip.Entered,8:0.####} {trip.EntryPrice,10:0.00} {trip.ExitPrice,10:0.00} {trip.Profit,9:0.000}{(trip.IsFlat ? "" : " open")}");
        }

        var profit = journal.Moments.Count == 0 ? 0 : journal.Moments[^1].Profit;
        var won = journal.Trips.Count(static trip => trip.Profit > 0);
        Line(output, $"{journal.Signals.Count} signals, {journal.Trips.Count} trips, {won} won, profit {profit:0.000} marked to the mid, maximum drawdown {Drawdown(journal):0.000}, no fees");
    }

    /// <summary>Returns the maximum drawdown of the profit.</summary>
    private static decimal Drawdown(Journal journal)
    {
        decimal top = 0, fall = 0;
        foreach (var moment in journal.Moments)
        {
            top = Math.Max(top, moment.Profit);
            fall = Math.Max(fall, top - moment.Profit);
        }

        return fall;
    }

    private static void Line(TextWriter output, FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture).TrimEnd());

    private static void Line(TextWriter output, string text) => output.WriteLine(text);
}
