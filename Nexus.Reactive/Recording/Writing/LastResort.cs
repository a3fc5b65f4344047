namespace Nexus.Reactive;

/// <summary>Reports an error of a recording that no code observes. Called on a thread that may wait.</summary>
internal static class LastResort
{
    public static void Write(Exception error) => Quietly.Run(static text => Console.Error.WriteLine(text), $"Nexus.Reactive: {PrintableText.Escape(error.Message)}");
}
