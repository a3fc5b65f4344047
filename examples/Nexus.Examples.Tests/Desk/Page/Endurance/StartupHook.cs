#pragma warning disable MA0047 // The runtime requires this name, without a namespace.

/// <summary>
/// Runs in the desk's process before its Main: answers each line on standard input with the bytes that its heap holds after a garbage collection. A desk that
/// is started as usual has no such answer.
/// </summary>
internal static class StartupHook
{
    public static void Initialize() => new Thread(Answer) { IsBackground = true, Name = "heap" }.Start();

    private static void Answer()
    {
        while (Console.In.ReadLine() is not null)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
            GC.WaitForPendingFinalizers();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
            Console.Out.WriteLine($"heap {GC.GetTotalMemory(forceFullCollection: false)}");
        }
    }
}
