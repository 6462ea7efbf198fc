using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Unfold.Inspection;
using Unfold.Reporting;
using Unfold.Training;

namespace Unfold.Cli;

/// <summary><c>demo</c>: the main job on data that the tool makes itself: train, compare, report, predict.</summary>
sealed class DemoVerb : Verb
{
    const ulong DefaultSeed = 42;

    public DemoVerb()
        : base("demo", "Shows the main job in under a minute, on data made on the spot: train, compare, report, predict")
    {
        Add(TrainingOptions.Out);
        Add(TrainingOptions.Seed);
        Add(TrainingOptions.Threads);
        Add(TrainingOptions.NoReport);
    }

    protected override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        TrainingOptions.ApplyThreads(arguments);
        ulong seed = arguments.GetValue(TrainingOptions.Seed) ?? DefaultSeed;
        string folder = RunFolder.Create(arguments.GetValue(TrainingOptions.Out) ?? Path.Combine("runs", "demo")).Path;
        using RunLock held = RunLock.Take(folder);

        MemoryResult[] memory = ShowMemory(new MemoryDemo(seed), terminal, cancellation);
        (string Name, TrainResult Result)[] runs = ShowReviews(new ReviewsDemo(seed, folder), terminal, cancellation);
        ReviewResult[] reviews = ShowComparison(runs, terminal);
        PredictionLine[] predictions = ShowPredictions(runs[^1].Name, runs[^1].Result.Classifier, terminal);

        string? report = arguments.GetValue(TrainingOptions.NoReport) ? null : Path.Combine(folder, "report.html");
        if (report is not null) HtmlReport.Write([.. runs.Select(run => run.Result.Folder!.Path)], report);
        string[] folders = [.. runs.Select(run => run.Result.Folder!.Path)];
        var document = new DemoDocument(memory, reviews, predictions, folders, report);
        if (terminal.Json) terminal.WriteDocument(JsonSerializer.Serialize(document, CliJson.Documents.DemoDocument));
        else ShowEnd(document, Stopwatch.GetElapsedTime(start), terminal);
        return ExitCodes.Fine;
    }

    static MemoryResult[] ShowMemory(MemoryDemo demo, Terminal terminal, CancellationToken cancellation)
    {
        terminal.Head("1. Memory: a text starts with \"left right\" or \"right left\", then come words that mean nothing.");
        terminal.Tell("   Which of the two came first? Share of right answers on 500 new texts (guessing gives 0.50):");
        terminal.Tell();
        var table = new TextTable([new("   words after", 14), .. MemoryDemo.ModelNames.Select(name => new TextColumn(name, Math.Max(10, name.Length)))]);
        terminal.Head(table.Header);
        var all = new List<MemoryResult>();
        foreach (int lag in MemoryDemo.Lags)
        {
            MemoryResult[] results = [.. demo.Run(lag, cancellation)];
            terminal.Tell(table.Row([$"{lag}", .. results.Select(result => $"{result.Accuracy:F3}")]));
            all.AddRange(results);
        }
        terminal.Tell();
        terminal.Tell("   An LSTM's forget gate starts near 0.5: half of the memory, and of the gradient, is gone at every word.");
        terminal.Tell("   A forget bias of 5 starts it at 0.993, and the same LSTM remembers longer.");
        terminal.Tell();
        return [.. all];
    }

    static (string Name, TrainResult Result)[] ShowReviews(ReviewsDemo demo, Terminal terminal, CancellationToken cancellation)
    {
        terminal.Head("2. Reviews in which negation and the order of words decide, such as");
        terminal.Tell("   \"the soup was not at all good\" or \"people said the film was awful , but it was not bad\".");
        var runs = new List<(string, TrainResult)>();
        foreach ((string name, TrainResult result) in demo.Run(train => TrainingView.Show(terminal, record: null, train), cancellation))
        {
            runs.Add((name, result));
        }
        return [.. runs];
    }

    static ReviewResult[] ShowComparison(IReadOnlyList<(string Name, TrainResult Result)> runs, Terminal terminal)
    {
        ReviewResult[] results = [.. ReviewsDemo.Compare(runs)];
        TextColumn[] columns = [new("   on 1,000 new reviews", Right: false), new("parameters"), new("accuracy"), new("F1"), new("epochs")];
        string[][] rows = [.. results.Select(result => new[]
        {
            $"   {result.Model}", $"{result.Parameters:N0}", Numbers.Four(result.Accuracy), Numbers.Four(result.F1), $"{result.Epochs}",
        })];
        terminal.Tell();
        foreach (string line in TextTable.Fit(columns, rows)) terminal.Tell(line);
        terminal.Tell();
        return results;
    }

    static PredictionLine[] ShowPredictions(string name, TextClassifier classifier, Terminal terminal)
    {
        PredictionLine[] lines = [.. PredictVerb.Predict(classifier, ReviewsDemo.NewSentences)];
        terminal.Head($"3. What the {name} says of new sentences:");
        if (!terminal.Quiet) foreach (PredictionLine line in lines) PredictVerb.Print(line, classifier, terminal);
        terminal.Tell();
        return lines;
    }

    static void ShowEnd(DemoDocument document, TimeSpan elapsed, Terminal terminal)
    {
        if (document.Report is { } report) terminal.Write($"Report: {report}");
        terminal.Tell($"Runs:   {string.Join(", ", document.Runs)}");
        terminal.Tell($"Try:    unfold predict {document.Runs[^1]} \"the view was not that lovely\"");
        terminal.Tell($"Done in {elapsed.TotalSeconds:F0} s.");
    }
}
