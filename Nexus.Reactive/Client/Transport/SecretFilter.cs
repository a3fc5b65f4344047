using System.Net;

namespace Nexus.Reactive;

/// <summary>Removes the client key and proxy credentials from text and converts it to one printable line.</summary>
internal sealed class SecretFilter
{
    // A shorter key is not a secret, and it may be part of other words. It is removed only from addresses.
    private const int MinKeyLength = 4;

    private readonly string[] _secrets;

    /// <param name="keys">The client key, or each part of an address that may contain it.</param>
    public SecretFilter(params IEnumerable<string> keys) => _secrets =
    [
        .. keys.Where(static key => key.Length > 0).SelectMany(Forms).Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(static form => form.Length),
    ];

    /// <summary>Returns the text as one printable line without secrets.</summary>
    public string Clean(string text) => PrintableLine.Create(Remove(text));

    private static IEnumerable<string> Forms(string key)
    {
        string[] forms = [key, Uri.EscapeDataString(key), WebUtility.UrlEncode(key)];
        return forms.Select(form => key.Length < MinKeyLength ? $"/{form}/" : form);
    }

    private string Remove(string text)
    {
        foreach (var secret in _secrets)
            text = text.Replace(secret, secret[0] == '/' ? "/***/" : "***", StringComparison.OrdinalIgnoreCase);
        return RemoveUserInfo(text);
    }

    // scheme://user:password@host
    private static string RemoveUserInfo(string text)
    {
        for (var at = text.IndexOf("://", StringComparison.Ordinal); at >= 0; at = text.IndexOf("://", at + 3, StringComparison.Ordinal))
        {
            var start = at + 3;
            var length = text.AsSpan(start).IndexOfAny(" \t\r\n/");
            var end = (length < 0 ? text.AsSpan(start) : text.AsSpan(start, length)).LastIndexOf('@');
            if (end >= 0)
                text = $"{text[..start]}***{text[(start + end)..]}";
        }

        return text;
    }
}
