using System.Reactive.Subjects;

namespace Nexus.Reactive.Testing;

public sealed partial class Marbles
{
    /// <summary>Creates a hot source whose items are the characters. It runs whether or not it has subscribers.</summary>
    /// <param name="diagram">The diagram; marbles to the left of its <c>^</c> are missed.</param>
    public MarbleSource<char> Hot(string diagram) => Hot(diagram, Error);

    /// <summary>Creates a hot source whose items are the characters. It runs whether or not it has subscribers.</summary>
    /// <param name="diagram">The diagram; marbles to the left of its <c>^</c> are missed.</param>
    /// <param name="error">The error that <c>#</c> represents.</param>
    public MarbleSource<char> Hot(string diagram, Exception error) => Hot(diagram, new Dictionary<char, char>(), error);

    /// <summary>Creates a hot source, which runs whether or not it has subscribers.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="diagram">The diagram; marbles to the left of its <c>^</c> are missed.</param>
    /// <param name="values">The values of its letters.</param>
    public MarbleSource<T> Hot<T>(string diagram, params (char Marble, T Value)[] values) => Hot(diagram, Error, values);

    /// <summary>Creates a hot source, which runs whether or not it has subscribers.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="diagram">The diagram; marbles to the left of its <c>^</c> are missed.</param>
    /// <param name="error">The error that <c>#</c> represents.</param>
    /// <param name="values">The values of its letters.</param>
    public MarbleSource<T> Hot<T>(string diagram, Exception error, params (char Marble, T Value)[] values) =>
        Hot(diagram, new MarbleValues<T>(values, error));

    /// <summary>Creates a hot source, which runs whether or not it has subscribers.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="diagram">The diagram; marbles to the left of its <c>^</c> are missed.</param>
    /// <param name="values">The values of its letters.</param>
    public MarbleSource<T> Hot<T>(string diagram, IReadOnlyDictionary<char, T> values) => Hot(diagram, values, Error);

    /// <summary>Creates a hot source, which runs whether or not it has subscribers.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="diagram">The diagram; marbles to the left of its <c>^</c> are missed.</param>
    /// <param name="values">The values of its letters.</param>
    /// <param name="error">The error that <c>#</c> represents.</param>
    public MarbleSource<T> Hot<T>(string diagram, IReadOnlyDictionary<char, T> values, Exception error) =>
        Hot(diagram, new MarbleValues<T>(values, error));

    /// <summary>Creates a cold source whose items are the characters. It starts again for each subscriber.</summary>
    /// <param name="diagram">The diagram; frame 0 is the time of the subscription.</param>
    public MarbleSource<char> Cold(string diagram) => Cold(diagram, Error);

    /// <summary>Creates a cold source whose items are the characters. It starts again for each subscriber.</summary>
    /// <param name="diagram">The diagram; frame 0 is the time of the subscription.</param>
    /// <param name="error">The error that <c>#</c> represents.</param>
    public MarbleSource<char> Cold(string diagram, Exception error) => Cold(diagram, new Dictionary<char, char>(), error);

    /// <summary>Creates a cold source, which starts again for each subscriber.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="diagram">The diagram; frame 0 is the time of the subscription.</param>
    /// <param name="values">The values of its letters.</param>
    public MarbleSource<T> Cold<T>(string diagram, params (char Marble, T Value)[] values) => Cold(diagram, Error, values);

    /// <summary>Creates a cold source, which starts again for each subscriber.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="diagram">The diagram; frame 0 is the time of the subscription.</param>
    /// <param name="error">The error that <c>#</c> represents.</param>
    /// <param name="values">The values of its letters.</param>
    public MarbleSource<T> Cold<T>(string diagram, Exception error, params (char Marble, T Value)[] values) =>
        Cold(diagram, new MarbleValues<T>(values, error));

    /// <summary>Creates a cold source, which starts again for each subscriber.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="diagram">The diagram; frame 0 is the time of the subscription.</param>
    /// <param name="values">The values of its letters.</param>
    public MarbleSource<T> Cold<T>(string diagram, IReadOnlyDictionary<char, T> values) => Cold(diagram, values, Error);

    /// <summary>Creates a cold source, which starts again for each subscriber.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="diagram">The diagram; frame 0 is the time of the subscription.</param>
    /// <param name="values">The values of its letters.</param>
    /// <param name="error">The error that <c>#</c> represents.</param>
    public MarbleSource<T> Cold<T>(string diagram, IReadOnlyDictionary<char, T> values, Exception error) =>
        Cold(diagram, new MarbleValues<T>(values, error));

    private HotMarbles<T> Hot<T>(string diagram, MarbleValues<T> values)
    {
        var (events, marbles, _) = values.Read(diagram, DiagramKind.Hot, Frame);
        var subject = new Subject<T>();
        foreach (var (item, marble) in events.Zip(marbles))
        {
            if (item.Frame >= 0)
                Plan(item.Frame, Phase.Item, () => item.Notification.Accept(subject), () => $"'{marble.Character}' of Hot(\"{diagram}\")", isValue: !marble.IsTerminal);
            else if (marble.IsTerminal)
                item.Notification.Accept(subject);
        }

        return new HotMarbles<T>(diagram, FrameNow, subject);
    }

    private ColdMarbles<T> Cold<T>(string diagram, MarbleValues<T> values)
    {
        ThrowIfRun();
        return new ColdMarbles<T>(diagram, FrameNow, values.Read(diagram, DiagramKind.Values, Frame).Events, _scheduler);
    }
}
