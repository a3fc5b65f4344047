namespace Nexus.Reactive;

/// <summary>A file that is opened together with others, and what its start says about it.</summary>
/// <param name="Reader">Reads the file.</param>
/// <param name="Place">The place of the file among the paths.</param>
/// <param name="Part">The position of the file in a recording of several files; null if the file does not start with one.</param>
/// <param name="FirstSymbol">The symbol of the first book or trade.</param>
internal sealed record RecordingHead(RecordingReader Reader, int Place, RunPart? Part, Symbol? FirstSymbol)
{
    // The symbol's own socket sends its book first. A recording in which the symbol appears later than this limit owns no events of the symbol until then.
    private const int LinesToSymbol = 1000;
    private const int MaxLine = 1024 * 1024;

    /// <summary>Reads the start of a file, except of a pipe, which can be read only once.</summary>
    public static RecordingHead Read(RecordingReader recording, int place)
    {
        var head = new RecordingHead(recording, place, null, null);
        if (!recording.CanSeek)
            return head;
        recording.Suspend();
        try
        {
            var decoder = new MessageDecoder();
            using var reader = new RecordingReader(recording.Path, MaxLine);
            for (var i = 0; i < LinesToSymbol; i++)
            {
                var hasRead = reader.TryRead();
                if (i == 0)
                    head = head with { Part = reader.Part };
                if (!hasRead)
                    break;
                if (reader.Kind == RecordedKind.Message && reader.Decode(decoder) is (Book or Trade) and IHasSymbol message)
                    return head with { FirstSymbol = message.Symbol };
            }
        }
        catch (Exception e) when (RecordingFile.IsReadError(e))
        {
            // Reading the recording later raises the same error.
            return head;
        }

        return head;
    }

    /// <summary>Returns whether this file belongs to the same run as an earlier one.</summary>
    public bool Follows(RunPart? earlier) => Part is not null && earlier is not null && Part.Run == earlier.Run && Part.Number > earlier.Number;
}
