using System.CommandLine;
using System.Text.Json;

namespace Unfold.Cli;

/// <summary><c>bench</c>: the project's own measurements.</summary>
sealed class BenchVerb : Verb
{
    static readonly TextColumn[] Columns =
        [new("workload", Right: false), new("threads"), new("median ms"), new("min ms"), new("GFLOP/s"), new("bytes a step")];

    static readonly TextColumn[] Watched = [new("without ms"), new("ratio"), new("own share")];

    readonly Argument<string[]> _workloads = new("WORKLOAD")
    {
        Description = $"What to measure; {string.Join(", ", WorkloadCatalog.Names)}",
        Arity = ArgumentArity.OneOrMore,
    };

    readonly Option<int> _steps = new("--steps") { Description = "Steps that are timed", DefaultValueFactory = _ => 30, HelpName = "N" };
    readonly Option<bool> _watch = new("--watch") { Description = "Measures with the default lenses on, each step in turn with one without" };
    readonly Option<int> _stride = new("--stride") { Description = "With --watch: from one step that is looked at closely to the next; 0 as in a long epoch", HelpName = "N" };

    public BenchVerb()
        : base("bench", "Times a training step: forward, loss, backward, clipping where the workload has it, optimizer")
    {
        _steps.Validators.Add(Checks.AtLeastOne);
        _stride.Validators.Add(Checks.AtLeastNothing);
        Add(_workloads);
        Add(_steps);
        Add(_watch);
        Add(_stride);
        Add(TrainingOptions.Threads);
    }

    protected override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        TrainingOptions.ApplyThreads(arguments);
        string[] workloads = arguments.GetRequiredValue(_workloads);
        foreach (string workload in workloads) WorkloadCatalog.Find(workload);
        int? stride = arguments.GetValue(_watch) ? arguments.GetValue(_stride) : null;
        BenchResult[] results = [.. workloads.Select(workload => BenchRunner.Run(workload, arguments.GetValue(_steps), stride, cancellation))];
        if (terminal.Json) terminal.WriteDocument(JsonSerializer.Serialize(results, CliJson.Documents.BenchResultArray));
        else foreach (string line in TextTable.Fit(arguments.GetValue(_watch) ? [.. Columns, .. Watched] : Columns, [.. results.Select(Cells)])) terminal.Write(line);
        return ExitCodes.Fine;
    }

    static string[] Cells(BenchResult result) =>
    [
        result.Workload, $"{result.Threads}", $"{result.MedianMs:F3}", $"{result.MinMs:F3}", $"{result.Gflops:F1}", $"{result.AllocatedBytesPerStep:N0}",
        .. result.WatchRatio is { } ratio ? [$"{result.UnwatchedMs:F3}", $"{ratio:F3}", $"{result.WatchingShare:P1}"] : Array.Empty<string>(),
    ];
}
