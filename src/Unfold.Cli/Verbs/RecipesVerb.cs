using System.CommandLine;
using System.Text.Json;
using Unfold.Training;

namespace Unfold.Cli;

/// <summary><c>recipes</c>: the built-in recipes, a line each.</summary>
sealed class RecipesVerb() : Verb("recipes", "Lists the built-in recipes")
{
    static readonly TextColumn[] Columns = [new("recipe", Right: false), new("data", Right: false), new("what it is", Right: false)];

    protected override int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        RecipeLine[] lines = [.. RecipeCatalog.All.Select(recipe => new RecipeLine(
            recipe.Name, JsonNamingPolicy.CamelCase.ConvertName($"{recipe.Task}"), recipe.Data.Name, recipe.Summary))];
        if (terminal.Json)
        {
            terminal.WriteDocument(JsonSerializer.Serialize(lines, CliJson.Documents.RecipeLineArray));
            return ExitCodes.Fine;
        }
        foreach (string line in TextTable.Fit(Columns, [.. lines.Select(line => new[] { line.Name, line.Data, line.Summary })])) terminal.Write(line);
        return ExitCodes.Fine;
    }
}
