using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Unfold.Training;

namespace Unfold.Cli;

/// <summary><c>gradcheck [RECIPE]</c>: analytic against numeric gradients, in double precision.</summary>
sealed class GradcheckVerb : Verb
{
    static readonly TextColumn[] Columns = [new("model", Right: false), new("parameter", Right: false), new("checked"), new("largest error"), new("relative")];

    readonly Argument<string?> _recipe = new("RECIPE") { Description = "A built-in recipe or a JSON file; all built-in ones where left out", Arity = ArgumentArity.ZeroOrOne };
    readonly Option<int> _elements = new("--elements") { Description = "Elements of each parameter that are checked, evenly spread", HelpName = "N", DefaultValueFactory = _ => 40 };

    public GradcheckVerb()
        : base("gradcheck", "Compares the gradients of a recipe's model with central differences, in double precision, without its data")
    {
        Add(_recipe);
        Add(_elements);
        Add(TrainingOptions.Set);
        Add(TrainingOptions.Threads);
    }

    protected override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        TrainingOptions.ApplyThreads(arguments);
        int elements = arguments.GetValue(_elements);
        if (elements < 1) throw new UsageException($"gradcheck: expected --elements of at least 1, got {elements}.");
        string[] names = arguments.GetValue(_recipe) is { } named ? [named] : [.. RecipeCatalog.Names];
        List<GradcheckCase> cases = [];
        int wrong = 0;
        foreach (string name in names)
        {
            Recipe recipe = TrainingOptions.Apply(RecipeReader.Open(name), arguments).ResolveWithoutData().Recipe;
            foreach (GradientCheckEntry entry in RecipeGradients.Check(recipe, elements, cancellation))
            {
                cases.Add(new(recipe.Name, entry.Name, Json(entry.MaxAbsoluteError), Json(entry.MaxRelativeError), entry.Checked));
                wrong += RecipeGradients.Passes(entry) ? 0 : 1;
            }
        }
        bool passed = wrong == 0;
        var document = new GradcheckDocument(cases, cases.Max(entry => entry.MaxRelativeError), passed);
        if (terminal.Json) terminal.WriteDocument(JsonSerializer.Serialize(document, CliJson.Documents.GradcheckDocument));
        else Print(document, wrong, terminal);
        return passed ? ExitCodes.Fine : ExitCodes.Bug;
    }

    static void Print(GradcheckDocument document, int wrong, Terminal terminal)
    {
        string[][] rows = [.. document.Cases.Select(entry => new[] { entry.Name, entry.Parameter, $"{entry.Checked:N0}", Short(entry.MaxAbsoluteError), Short(entry.MaxRelativeError) })];
        foreach (string line in TextTable.Fit(Columns, rows)) terminal.Tell(line);
        terminal.Write(document.Passed
            ? $"All gradients are right: the largest relative error is {Short(document.MaxRelativeError)} (bound: {Short(RecipeGradients.Bound)}, or an absolute error of {Short(RecipeGradients.Rounding)})."
            : $"Wrong gradients: {wrong} of {document.Cases.Count} parameters are off by more than {Short(RecipeGradients.Bound)} relative and {Short(RecipeGradients.Rounding)} absolute. That is a fault of the library; please report it.");
    }

    /// <summary>JSON has no NaN: one that is none is as wrong as can be.</summary>
    static double Json(double error) => double.IsNaN(error) ? double.MaxValue : error;

    static string Short(double error) => error.ToString("0.0e0", CultureInfo.InvariantCulture);
}
