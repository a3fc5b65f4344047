using System.Globalization;
using Nexus.Reactive.Backtesting;

namespace Strategy.Grid;

/// <summary>A progress bar that is redrawn in place. Redirected output has none.</summary>
internal sealed class ProgressBar(TextWriter output, bool isTerminal) : IProgress<BackTestProgress>
{
    private const int Width = 30;

    public void Report(BackTestProgress value)
    {
        if (!isTerminal)
            return;
        var done = value.Done * Width / value.Total;
        output.Write(string.Create(CultureInfo.InvariantCulture, $"\r[{new string('#', done)}{new string('-', Width - done)}] {value.Done}/{value.Total}{(value.Failed == 0 ? "" : $", {value.Failed} failed")}"));
        if (value.Done == value.Total)
            output.WriteLine();
    }
}
