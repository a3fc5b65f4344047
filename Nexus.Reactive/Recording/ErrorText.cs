using Newtonsoft.Json;

namespace Nexus.Reactive;

/// <summary>Converts the error with which a source ended to the last line of a recording, <c>{"feed_error":"type: message"}</c>, and back.</summary>
internal static class ErrorText
{
    private const string Prefix = RecordingText.Reserved + "error\":";
    private const string Separator = ": ";
    private const int MaxLength = 16 * 1024;

    /// <summary>Returns the line of an error. A message of more than 16,384 characters is truncated.</summary>
    public static string ToLine(Exception error)
    {
        // The error of a replay is recorded as the original error.
        var type = error is RecordedErrorException recorded ? recorded.ErrorType : error.GetType().ToString();
        return ToLine(type + Separator + GetMessage(error));
    }

    /// <summary>Returns the line of a text that <see cref="TryReveal"/> returned.</summary>
    public static string ToLine(string text) =>
        $"{Prefix}{JsonConvert.ToString(text.Length > MaxLength ? text[..MaxLength] : text, '"', StringEscapeHandling.EscapeNonAscii)}}}";

    /// <summary>Returns the type and message of a line; null if the line is a message.</summary>
    public static string? TryReveal(ReadOnlySpan<char> line)
    {
        if (!line.StartsWith(Prefix) || line[^1] != '}')
            return null;
        try
        {
            using var reader = new JsonTextReader(new StringReader(line[Prefix.Length..^1].ToString())) { DateParseHandling = DateParseHandling.None };
            return reader.ReadAsString();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Returns the error of a text that <see cref="TryReveal"/> returned.</summary>
    public static RecordedErrorException ToError(string text)
    {
        var length = Math.Max(0, text.IndexOf(Separator, StringComparison.Ordinal));
        return new RecordedErrorException(text[..length], text[(length == 0 ? 0 : length + Separator.Length)..]);
    }

    // The message is code of the application.
    private static string GetMessage(Exception error)
    {
        try
        {
            return error.Message ?? string.Empty;
        }
        catch (Exception thrown)
        {
            return $"the message cannot be read: {thrown.GetType()}";
        }
    }
}
