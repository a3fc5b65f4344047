using System.Text;

namespace Nexus.Reactive.Tests.Client;

/// <summary>A connection whose every step is the test's.</summary>
internal sealed class FakeConnection : IConnection
{
    private readonly Utf8Text _text = new();
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
        Receive(new Utf8Text(), buffer);
        Array.Fill(buffer, (byte)'~');
    }

    /// <summary>A message whose text is converted in the buffer of the previous one, as on a socket. Only one thread may call it.</summary>
    public void BringAmongOthers(byte[] utf8) => Receive(_text, utf8);

    public void Break(DisconnectReason end) => _sink!.Ended(end);

    public void Break(string reason = "broken") => Break(new DisconnectReason(reason));

    private void Receive(Utf8Text text, byte[] utf8)
    {
        text.Set(utf8);
        _sink!.Received(text);
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return new ValueTask(Disposing);
    }
}
