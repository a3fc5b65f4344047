namespace Nexus.Reactive;

/// <summary>Writes errors of a recording that no code observes to the standard error stream. Called on a thread that may wait.</summary>
internal static class StandardError
{
    public static void Report(Exception error) => Quietly.Run(static text => Console.Error.WriteLine(text), $"Nexus.Reactive: {PrintableText.Escape(error.Message)}");
}
