using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Nexus.Desk.ViewModels;

namespace Nexus.Examples.Tests.Desk;

/// <summary>Tests what the assembly of the view models uses, so that any UI toolkit and any test can use it.</summary>
public sealed class ViewModelAssemblyTests
{
    [Test]
    public void The_view_model_assembly_references_only_the_library_Rx_and_the_runtime()
    {
        var others = typeof(DeskViewModel).Assembly.GetReferencedAssemblies().Select(static assembly => assembly.Name!)
            .Where(static name => name is not "Nexus.Reactive" && (!name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("System.Windows", StringComparison.Ordinal)));

        Assert.That(others, Is.Empty);
    }

    [Test]
    public void The_view_model_assembly_reads_no_clock_and_starts_no_thread()
    {
        string[] forbidden =
        [
            "DateTime.get_Now", "DateTime.get_UtcNow", "DateTimeOffset.get_Now", "DateTimeOffset.get_UtcNow", "TimeProvider.get_System", "Stopwatch.StartNew",
            "DefaultScheduler.get_Instance", "Scheduler.get_Default", "TaskPoolScheduler.get_Default", "Task.Delay", "Task.Run", "Thread..ctor", "Timer..ctor",
        ];

        Assert.That(Uses(typeof(DeskViewModel)).Intersect(forbidden), Is.Empty);
    }

    [Test]
    public void Members_that_an_assembly_uses_are_found() =>
        Assert.That(Uses(typeof(ViewModelAssemblyTests)), Does.Contain("TimeProvider.get_System"), "the tests of this assembly read the clock");

    private static List<string> Uses(Type type)
    {
        using var file = new PEReader(File.OpenRead(type.Assembly.Location));
        var metadata = file.GetMetadataReader();
        return
        [
            .. from handle in metadata.MemberReferences
               let member = metadata.GetMemberReference(handle)
               where member.Parent.Kind == HandleKind.TypeReference
               let owner = metadata.GetTypeReference((TypeReferenceHandle)member.Parent)
               select $"{metadata.GetString(owner.Name)}.{metadata.GetString(member.Name)}",
        ];
    }
}
