namespace Nexus.Reactive;

/// <summary>The error with which a recorded source ended. A replay ends with it after the last message.</summary>
/// <param name="errorType">The full name of the type of the recorded exception.</param>
/// <param name="message">The message of the recorded exception.</param>
public sealed class RecordedErrorException(string errorType, string message) : Exception(message)
{
    /// <summary>The full name of the type of the recorded exception.</summary>
    public string ErrorType { get; } = errorType;
}
