namespace Nexus.Reactive;

/// <summary>Decodes the messages of one connection and reports its events to the state machine.</summary>
internal sealed class ConnectionSink(ConnectionStateMachine machine, ConnectionEpoch epoch) : IConnectionSink
{
    private readonly MessageDecoder _decoder = new();

    public void Opened() => machine.OnOpened(epoch);

    public void Received(Utf8Text text) => machine.OnReceived(epoch, _decoder.Decode(text.Utf8), text);

    public void Received(string text) => machine.OnReceived(epoch, _decoder.Decode(text), new StringText(text));

    public void Waiting() => epoch.Delivered();

    public void Ended(DisconnectReason end) => machine.OnLost(epoch, end);

    private sealed class StringText(string text) : ITextSource
    {
        public ReadOnlySpan<char> Text => text;
    }
}
