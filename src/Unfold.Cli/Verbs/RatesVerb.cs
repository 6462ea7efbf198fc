using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Unfold.Reporting;
using Unfold.Text;
using Unfold.Training;

namespace Unfold.Cli;

/// <summary><c>rates RECIPE</c>: looks for a learning rate.</summary>
sealed class RatesVerb : Verb
{
    /// <summary>Lines of the table.</summary>
    const int Lines = 15;

    static readonly TextColumn[] Columns = [new("rate"), new("loss"), new("running mean")];

    readonly Argument<string> _recipe = new("RECIPE") { Description = "A built-in recipe (see 'unfold recipes') or a JSON file" };
    readonly Option<double> _from = new("--from") { Description = "The first rate", HelpName = "RATE", DefaultValueFactory = _ => 1e-6 };
    readonly Option<double> _to = new("--to") { Description = "The last rate", HelpName = "RATE", DefaultValueFactory = _ => 10 };
    readonly Option<int> _steps = new("--steps") { Description = "Steps between the two", HelpName = "N", DefaultValueFactory = _ => 200 };
    readonly Option<string?> _svg = new("--svg") { Description = "Writes the curve there", HelpName = "FILE" };

    public RatesVerb()
        : base("rates", "Looks for a learning rate: raises it from step to step on fresh weights, and watches the loss")
    {
        Add(_recipe);
        foreach (Option option in (Option[])[_from, _to, _steps, _svg, TrainingOptions.DataFolder, TrainingOptions.Set, TrainingOptions.Seed, TrainingOptions.Threads]) Add(option);
    }

    protected override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        TrainingOptions.ApplyThreads(arguments);
        (double from, double to, int steps) = (arguments.GetValue(_from), arguments.GetValue(_to), arguments.GetValue(_steps));
        if (!(from > 0 && to > from && double.IsFinite(to))) throw new UsageException($"rates: expected --from above 0 and --to above that, got {from} and {to}.");
        if (steps < 10) throw new UsageException($"rates: expected at least 10 --steps, got {steps}. A curve of fewer says nothing.");
        Recipe recipe = TrainingOptions.Apply(RecipeReader.Open(arguments.GetRequiredValue(_recipe)), arguments).Resolve().Recipe;
        string? data = recipe.Data.Name == "csv" ? null : DataFolder.Resolve(arguments.GetValue(TrainingOptions.DataFolder));
        RateSearch found = RateFinder.Find(recipe, from, to, steps, data, cancellation);
        double[] rates = [.. found.Trials.Select(trial => trial.Rate)], losses = [.. found.Trials.Select(trial => trial.Loss)], smooth = [.. found.Trials.Select(trial => trial.Smooth)];
        string? svg = arguments.GetValue(_svg);
        if (svg is not null) File.WriteAllText(svg, RateChart.Of($"A learning rate for {recipe.Name}", rates, losses, smooth, found.Suggested, found.AtMinimum).ToSvg(standalone: true));
        if (terminal.Json)
        {
            terminal.WriteDocument(JsonSerializer.Serialize(new RateDocument(recipe.Name, found.Suggested, found.Steepest, found.AtMinimum, found.Diverged, rates, losses, smooth) { Svg = svg }, CliJson.Documents.RateDocument));
            return ExitCodes.Fine;
        }
        int stride = Math.Max(1, found.Trials.Count / Lines);
        foreach (string line in TextTable.Fit(Columns, [.. found.Trials.Where((_, i) => i % stride == 0).Select(Row)])) terminal.Tell(line);
        terminal.Tell();
        terminal.Tell(found.Diverged ? $"Ended at {Short(rates[^1])}: there the running mean was four times its least." : $"All {found.Trials.Count} steps were made.");
        terminal.Write($"The loss falls fastest at {(found.Steepest is { } steepest ? Short(steepest) : "no rate")}, is least at {Short(found.AtMinimum)}. Try --set training.learningRate={Short(found.Suggested)} (the recipe has {Short(recipe.Training.LearningRate)}).");
        if (svg is not null) terminal.Write($"Figure: {svg}");
        return ExitCodes.Fine;
    }

    static string[] Row(RateTrial trial) => [Short(trial.Rate), Numbers.Four(trial.Loss), Numbers.Four(trial.Smooth)];

    static string Short(double rate) => rate.ToString("0.#e+0", CultureInfo.InvariantCulture);
}
