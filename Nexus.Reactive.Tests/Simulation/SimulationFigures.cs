using System.Globalization;

namespace Nexus.Reactive.Tests.Simulation;

/// <summary>What a number of simulations came to.</summary>
internal sealed class SimulationFigures
{
    private TimeSpan _time;
    private long _steps;
    private long _messages;
    private long _gaps;
    private long _bars;
    private long _incomplete;
    private long _orders;
    private long _recorderFaults;

    public int Seeds { get; private set; }

    public double Hours => _time.TotalHours;

    public void Add(TimeSpan time, long steps, SimulatedSide[] sides, RecordedRun live, long recorderFaults)
    {
        Seeds++;
        _time += time;
        _steps += steps;
        _messages += live.Messages.Count;
        _gaps += sides.Sum(static side => side.Own.Gaps);
        _bars += sides.Sum(static side => side.Bars.Complete);
        _incomplete += sides.Sum(static side => side.Bars.Incomplete);
        _orders += sides.Sum(static side => side.Market.Orders.Count);
        _recorderFaults += recorderFaults;
    }

    public void Add(SimulationFigures other)
    {
        Seeds += other.Seeds;
        _time += other._time;
        _steps += other._steps;
        _messages += other._messages;
        _gaps += other._gaps;
        _bars += other._bars;
        _incomplete += other._incomplete;
        _orders += other._orders;
        _recorderFaults += other._recorderFaults;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Seeds} seeds, {Hours:0} simulated hours, {_steps:N0} events, {_messages:N0} messages, {_gaps:N0} gaps, {_bars:N0} complete and {_incomplete:N0} other bars, {_orders:N0} orders, {_recorderFaults:N0} faults of the recorder");
}
