using System.Text;

namespace Nexus.Reactive.Tests.Client;

/// <summary>A connection whose every step is the test's.</summary>
internal sealed class FakeConnection : IConnection
{
    private IConnectionSink? _sink;

    public List<string> Sent { get; } = [];

    public bool IsDialled => _sink is not null;

    public bool IsDisposed { get; private set; }

    public Task Disposing { get; set; } = Task.CompletedTask;

    public void Open(IConnectionSink sink) => _sink = sink;

    public void Send(string text) => Sent.Add(text);

    public void Accept() => _sink!.Opened();

    /// <summary>Messages, each waited for.</summary>
    public void Bring(params string[] texts)
    {
        foreach (var text in texts)
        {
            BringAmongOthers(text);
            _sink!.Waiting();
        }
    }

    /// <summary>A message behind which others have come already. As on a socket, its bytes are in a buffer that changes afterwards.</summary>
    public void BringAmongOthers(string text)
    {
        var buffer = Encoding.UTF8.GetBytes(text);
        BringAmongOthers(buffer);
        Array.Fill(buffer, (byte)'~');
    }

    public void BringAmongOthers(byte[] utf8)
    {
        var text = new Utf8Text();
        text.Set(utf8);
        _sink!.Received(text);
    }

    public void Break(DisconnectReason end) => _sink!.Ended(end);

    public void Break(string reason = "broken") => Break(new DisconnectReason(reason));

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return new ValueTask(Disposing);
    }
}
