namespace Nexus.Reactive;

/// <summary>Decodes the messages of one connection and reports its events to the state machine.</summary>
internal sealed class ConnectionSink(ConnectionStateMachine machine, ConnectionEpoch epoch) : IConnectionSink
{
    private readonly MessageDecoder _decoder = new();

    public void Opened() => machine.OnOpened(epoch);

    public void Received(ReadOnlySpan<char> text) => machine.OnReceived(epoch, _decoder.Decode(text), text);

    public void Waiting() => epoch.Delivered();

    public void Ended(DisconnectReason end) => machine.OnLost(epoch, end);
}
