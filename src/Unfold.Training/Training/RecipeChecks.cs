using Unfold.Inspection;

namespace Unfold.Training;

/// <summary>Checks the model of a recipe on a network of its own, with the very weights that training begins with.</summary>
static class RecipeChecks
{
    /// <summary>Texts to choose from: of long ones the shortest are trained on.</summary>
    const int Texts = 96;

    public static ChecksDocument Of(Recipe recipe, PreparedData data, DataDocument known, Action<string>? began, CancellationToken cancellation)
    {
        var rng = new Rng(recipe.Seed);
        TextModel network = data.NewNetwork(recipe, rng.Fork("model"), cancellation);
        OptimizerFactory.Freeze(recipe.Training, [.. network.Parameters]);
        Probe probe = RunInspector.ProbeOf(recipe, data, data.Train, network, Math.Min(Texts, data.Train.Count), Texts / (2 * data.Labels.Count), rng.Fork("checks"), cancellation);
        return Doctor.Check(network, probe, new CheckOptions
        {
            Budget = TimeSpan.FromSeconds(recipe.Doctor.BudgetSeconds), Data = known, Thresholds = recipe.Doctor.Limits, Began = began, Cancellation = cancellation,
        });
    }
}
