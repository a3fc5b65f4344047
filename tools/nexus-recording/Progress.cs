using System.Globalization;

namespace Nexus.Recording;

/// <summary>A progress bar that is redrawn in place on a terminal. Redirected output has no progress bar.</summary>
internal sealed class Progress : IDisposable
{
    private const int Width = 30;
    private const int Step = 4096;

    private readonly TextWriter _output;
    private readonly bool _isTerminal;
    private readonly long _total;
    private long _passed;
    private int _skipped;
    private int _shown = -1;

    public Progress(IReadOnlyList<string> files, TextWriter output, bool isTerminal)
    {
        _output = output;
        _isTerminal = isTerminal;
        _total = Math.Max(1, files.Sum(GetLength));
    }

    /// <summary>The number of times that all files are read.</summary>
    public int Passes { get; set; } = 1;

    /// <summary>Shows the reading position in one or all files.</summary>
    public void Show(long position)
    {
        if (!_isTerminal || ++_skipped % Step != 0)
            return;
        var percent = (int)Math.Min(100, 100 * (_passed + position) / (_total * Passes));
        if (percent == _shown)
            return;
        _shown = percent;
        var done = percent * Width / 100;
        _output.Write(string.Create(CultureInfo.InvariantCulture, $"\r[{new string('#', done)}{new string('-', Width - done)}] {percent,3} %"));
    }

    /// <summary>Adds a file that has been read.</summary>
    public void Pass(string file) => _passed += GetLength(file);

    public void Clear()
    {
        if (_shown >= 0)
            _output.Write($"\r{new string(' ', Width + 8)}\r");
        _shown = -1;
    }

    public void Dispose() => Clear();

    private static long GetLength(string file) => new FileInfo(file) is { Exists: true } info ? info.Length : 0;
}
