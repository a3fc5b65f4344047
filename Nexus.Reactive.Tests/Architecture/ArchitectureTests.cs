namespace Nexus.Reactive.Tests.Architecture;

/// <summary>
/// Verifies the layers of the library's folders on compiled symbols: a folder uses only the floors below it, as docs/architecture.md shows them.
/// </summary>
public sealed class ArchitectureTests
{
    [Test]
    public void Every_folder_is_placed_on_a_floor() =>
        Assert.That(LibrarySource.Files().Select(static file => Folder(file.Path)).Distinct().Where(static folder => !Floors.All.ContainsKey(folder)), Is.Empty, "give each folder a floor in Floors.All");

    [Test]
    public void Every_listed_folder_exists() =>
        Assert.That(Floors.All.Keys.Except(LibrarySource.Files().Select(static file => Folder(file.Path))), Is.Empty);

    [Test]
    public void Folders_use_only_the_floors_below_them()
    {
        var source = new LibrarySource(LibrarySource.Files());
        Assert.That(source.Errors(), Is.Empty);
        Assert.That(Violations(source), Is.Empty);
    }

    [Test]
    public void The_error_for_a_misplaced_type_names_its_file_and_the_forbidden_floor()
    {
        var misplaced = ("Messages/Misplaced.cs", "namespace Nexus.Reactive; internal static class Misplaced { public static object Make() => new NexusFeedOptions(); }");
        Assert.That(Violations(new LibrarySource(LibrarySource.Files().Append(misplaced))), Is.EqualTo(new[]
        {
            "Messages/Misplaced.cs:1 uses NexusFeedOptions of Feed (floor 3), which Messages (floor 1) may not use: move it to floor 4 or higher",
        }));
    }

    private static string[] Violations(LibrarySource source) =>
        [.. from use in source.Uses()
            let user = Folder(use.File)
            let used = Folder(use.DeclaredIn)
            where Floors.All.ContainsKey(user) && Floors.All.ContainsKey(used) && !Floors.Allows(user, used) && !Floors.Exceptions.ContainsKey((use.File, used))
            group use by (use.File, use.Type, user, used) into uses
            orderby uses.Key.File, uses.Key.Type
            select $"{uses.Key.File}:{uses.First().Line} uses {uses.Key.Type} of {uses.Key.used} (floor {Floors.All[uses.Key.used]}), which {uses.Key.user} (floor {Floors.All[uses.Key.user]}) may not use: {Advice(uses.Key.used)}"];

    private static string Advice(string used) => $"move it to floor {Floors.All[used] + 1} or higher";

    private static string Folder(string file) => file.Contains('/', StringComparison.Ordinal) ? file[..file.LastIndexOf('/')] : string.Empty;
}
