using CsCheck;

namespace Nexus.Reactive.Tests.Decoding;

/// <summary>Messages with a few characters or pieces replaced, removed, duplicated or moved.</summary>
internal static class Mutations
{
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "'", " ", "\n", "\r\n", "\t", "/", "//", "/*", "*/", "\0", "-", "+", ".", "0", "1", "9", "e", "E",
        "00", "0x1", "1e5", "1E-3", "e+400", "-1", "0.0", "123456789012345678901234567890", "9223372036854775807", "null", "true", "false", "NaN",
        "Infinity", "undefined", "new Date(1)", "\"price\":", "\"event\":", "\"data\":", "\"asks\":", "\"timestamp\":", "\"side\":\"BUY\"", "\"x\":1,",
        "\"TRADE\"", "\"BOOK\"", "\"PING\"", "\\u0041", "\\n", "\uFEFF", "\u00A0", "é", "_", "{}", "[]", "{\"price\":5,\"quantity\":1},", ",,",

        // Characters whose lower byte is that of a point, a digit, a quote or a brace.
        "\u012E", "\u0130", "\u8030", "\uFF39", "\u0122", "\u017D",
    ];

    private static readonly Gen<(int Kind, double At, double To, string Piece)> Step =
        Gen.Select(Gen.Int[0, 4], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]));

    public static Gen<string> Of(Gen<string> messages) => Gen.Select(messages, Step.Array[0, 3], (text, steps) => steps.Aggregate(text, Apply));

    private static string Apply(string text, (int Kind, double At, double To, string Piece) step)
    {
        var at = (int)(step.At * text.Length);
        var length = Math.Min((int)(step.To * step.To * step.To * 40) + 1, text.Length - at);
        return step.Kind switch
        {
            0 => text.Insert(at, step.Piece),
            1 => text.Remove(at, length),
            2 => text.Remove(at, Math.Min(length, step.Piece.Length)).Insert(at, step.Piece),
            3 => text.Insert((int)(step.To * text.Length), text.Substring(at, length)),
            _ => text[..at],
        };
    }
}
