using Nexus.Worker;

return await WorkerProgram.RunAsync(args);
