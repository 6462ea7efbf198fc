using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Unfold.Bench;

// dotnet run -c Release --project bench/Unfold.Bench -- quick          a table in half a minute, as shares of the measured peak
// dotnet run -c Release --project bench/Unfold.Bench -- floor          what a large recurrent layer is made of, and what it takes
// dotnet run -c Release --project bench/Unfold.Bench -- --filter '*'   BenchmarkDotNet
if (args is ["quick", ..])
{
    Quick.Run();
    return;
}

if (args is ["floor", ..])
{
    Floor.Run();
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Quick).Assembly)
    .Run(args, DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance)));
