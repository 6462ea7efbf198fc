using System.Text.Json;
using Unfold.Reporting;
using Unfold.Text;
using Unfold.Training;

namespace Unfold.Pages.Tests;

/// <summary>Two small runs with every lens on, their report and the one that compares them, looked at once for all tests.</summary>
public sealed class ReportPages : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("unfold-pages-").FullName;

    public JsonDocument Single { get; private set; } = null!;

    public JsonDocument Comparison { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (Browser.Missing is not null && Environment.GetEnvironmentVariable("CI") is not { Length: > 0 }) return;
        string lstm = Train("lstm", CellKind.Lstm), rnn = Train("rnn", CellKind.Rnn);
        string single = HtmlReport.Write(lstm), comparison = Path.Combine(_folder, "comparison.html");
        HtmlReport.Write([lstm, rnn], comparison);
        Single = await Browser.LookAsync(single);
        Comparison = await Browser.LookAsync(comparison);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>A run whose texts are padded and whose gradients are clipped, so that there is something to show in every section.</summary>
    string Train(string name, CellKind cell)
    {
        string run = Path.Combine(_folder, name);
        var recipe = new Recipe
        {
            Name = name,
            Seed = 3,
            Text = new TextRecipe { PadToLength = 16 },
            Model = new ModelRecipe { Cell = cell, Embedding = 12, Hidden = 10 },
            Training = new TrainingRecipe { Epochs = 4, BatchSize = 16, LearningRate = 0.01, ClipNorm = 0.5 },
            Inspection = new InspectionRecipe { Lenses = LensChoice.All, ProbeBudget = 10 },
        };
        Corpus corpus = NegatedReviews.Generate(600, new Rng(1));
        Trainer.Train(recipe, TrainingData.Split(corpus, recipe.Data), new TrainOptions { Out = run });
        return run;
    }
}
