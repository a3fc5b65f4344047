using System.Net.WebSockets;
using System.Reactive.Subjects;
using Websocket.Client;

namespace Nexus.Reactive.Tests.Client;

/// <summary>A Websocket.Client whose events are raised by the test, each in an asynchronous flow that the test chooses.</summary>
internal sealed class ScriptedWebsocketClient() : WebsocketClient(new Uri("ws://localhost/ws/KEY/SPOT_BTC_USDT")), IWebsocketClient
{
    private readonly Subject<ResponseMessage> _messages = new();
    private readonly Subject<ReconnectionInfo> _opened = new();
    private readonly Subject<DisconnectionInfo> _cuts = new();

    public new IObservable<ResponseMessage> MessageReceived => Received ?? _messages;

    /// <summary>The messages, in place of those of <see cref="Receive"/>.</summary>
    public IObservable<ResponseMessage>? Received { get; init; }

    public bool HasObservers => _messages.HasObservers || _opened.HasObservers || _cuts.HasObservers;

    public new IObservable<ReconnectionInfo> ReconnectionHappened => _opened;

    public new IObservable<DisconnectionInfo> DisconnectionHappened => _cuts;

    public new ClientWebSocket? NativeClient { get; private set; }

    public new bool IsStarted { get; private set; } = true;

    public new bool IsRunning { get; set; }

    /// <summary>Starts a receive loop on a new socket. It inherits the asynchronous flow of the caller that dials.</summary>
    public AsyncFlow Dial(AsyncFlow by)
    {
        IsStarted = true;
        NativeClient = new ClientWebSocket();
        return by.Fork();
    }

    public void Open(AsyncFlow by, ReconnectionType type) => by.Run(() => _opened.OnNext(new ReconnectionInfo(type)));

    public void Receive(AsyncFlow loop, params IEnumerable<string> texts)
    {
        foreach (var text in texts)
            loop.Run(() => _messages.OnNext(ResponseMessage.TextMessage(text)));
    }

    public DisconnectionInfo Cut(AsyncFlow by, DisconnectionType type, string? text = null)
    {
        var info = new DisconnectionInfo(type, null, text, null, null);
        by.Run(() => _cuts.OnNext(info));
        return info;
    }

    public void Stop(AsyncFlow by)
    {
        IsStarted = false;
        Cut(by, DisconnectionType.ByUser);
    }

    /// <summary>An asynchronous flow: what one step sets in an AsyncLocal, its next steps and its forks see.</summary>
    internal sealed class AsyncFlow
    {
        private ExecutionContext _context = ExecutionContext.Capture()!;

        public void Run(Action step) => ExecutionContext.Run(
            _context,
            _ =>
            {
                step();
                _context = ExecutionContext.Capture()!;
            },
            null);

        public AsyncFlow Fork() => new() { _context = _context };
    }
}
