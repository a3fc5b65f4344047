namespace Nexus.Reactive.Benchmarks;

/// <summary>One implementation of a task, run a number of times per round.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="Run">Runs all operations; the result only prevents the compiler from removing them.</param>
/// <param name="Prepare">Runs before each run and is not measured.</param>
internal sealed record Candidate(string Name, Func<long> Run, Action? Prepare = null);

/// <summary>Several implementations of the same task. The first is this library's, with ratio 1.</summary>
/// <param name="Name">The task.</param>
/// <param name="Operations">The number of operations in one round.</param>
/// <param name="Candidates">The implementations.</param>
internal sealed record Contest(string Name, int Operations, params IReadOnlyList<Candidate> Candidates)
{
    /// <summary>Creates the contests of every part of the library, in the order of the table.</summary>
    public static IEnumerable<Contest> All() => typeof(Contest).Assembly.GetTypes()
        .Where(static type => type.IsClass && type.IsAssignableTo(typeof(IContests)))
        .Select(static type => (IContests)Activator.CreateInstance(type)!)
        .OrderBy(static part => part.Order)
        .SelectMany(static part => part.All());
}

/// <summary>The contests of one part of the library. Every class that implements it takes part, so a new part is a new file.</summary>
internal interface IContests
{
    /// <summary>The position in the table.</summary>
    int Order { get; }

    /// <summary>Creates the inputs and the contests; called just before they run.</summary>
    IEnumerable<Contest> All();
}
