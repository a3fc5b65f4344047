namespace Nexus.Reactive.Tests.Shared;

/// <summary>The checkout in which the tests run.</summary>
internal static class Repository
{
    public static string Root()
    {
        for (var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Nexus.Reactive.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }

    /// <summary>The pages for readers, relative to the root: every README.md, the other pages of the root, and docs/*.md.</summary>
    public static IEnumerable<string> Pages()
    {
        var root = Root();
        return Directory.EnumerateFiles(root, "README.md", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3 })
            .Concat(Directory.EnumerateFiles(root, "*.md"))
            .Concat(Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md"))
            .Select(page => Path.GetRelativePath(root, page).Replace('\\', '/'))
            .Distinct()
            .Order(StringComparer.Ordinal);
    }
}
