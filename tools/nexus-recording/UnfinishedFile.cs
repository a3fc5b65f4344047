namespace Nexus.Recording;

/// <summary>A file that is written under a temporary name. It is renamed when it is complete; otherwise, it is deleted.</summary>
internal sealed class UnfinishedFile : IDisposable
{
    private readonly string _target;
    private bool _isComplete;

    public UnfinishedFile(string target)
    {
        _target = System.IO.Path.GetFullPath(target);
        if (System.IO.Path.Exists(_target))
            throw new IOException($"'{target}' exists already");
        if (!Directory.Exists(System.IO.Path.GetDirectoryName(_target)))
            throw new DirectoryNotFoundException($"'{target}' cannot be written: its folder does not exist");
        Path = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(_target) ?? _target, $".unfinished-{Guid.NewGuid():N}-{System.IO.Path.GetFileName(_target)}");
    }

    /// <summary>The temporary name, with the same extension.</summary>
    public string Path { get; }

    /// <summary>Renames the file to its final name. The file must be closed.</summary>
    public void Complete()
    {
        File.Move(Path, _target);
        _isComplete = true;
    }

    public void Dispose()
    {
        if (!_isComplete)
            File.Delete(Path);
    }
}
