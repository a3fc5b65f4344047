namespace Nexus.Reactive.Tests.Recording;

/// <summary>Tests that use a folder of their own, which is deleted after each test.</summary>
public abstract class FolderTests
{
    private protected TemporaryFolder Folder { get; private set; } = null!;

    [SetUp]
    public void CreateFolder() => Folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => Folder.Dispose();
}
