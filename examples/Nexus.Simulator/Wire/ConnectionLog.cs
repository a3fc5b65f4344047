namespace Nexus.Simulator.Wire;

/// <summary>The messages of one connection from the perspective of the exchange. May be read while the connection is open.</summary>
public sealed class ConnectionLog(string key, string symbol)
{
    private readonly Lock _gate = new();
    private readonly List<string> _sent = [];
    private readonly List<string> _received = [];

    public string Key { get; } = key;

    public string Symbol { get; } = symbol;

    /// <summary>The messages sent, in order; only with <see cref="SimulatorOptions.KeepLog"/>. The last messages of a dropped connection may not have arrived.</summary>
    public IReadOnlyList<string> Sent => Copy(_sent);

    /// <summary>The text messages that the client sent; only with <see cref="SimulatorOptions.KeepLog"/>.</summary>
    public IReadOnlyList<string> Received => Copy(_received);

    /// <summary>Clears the log.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _sent.Clear();
            _sent.TrimExcess();
            _received.Clear();
            _received.TrimExcess();
        }
    }

    internal void AddSent(string text)
    {
        lock (_gate)
            _sent.Add(text);
    }

    internal void AddReceived(string text)
    {
        lock (_gate)
            _received.Add(text);
    }

    private List<string> Copy(List<string> list)
    {
        lock (_gate)
            return [.. list];
    }
}
