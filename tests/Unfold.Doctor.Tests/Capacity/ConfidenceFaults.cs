using Unfold.Inspection;
using Unfold.Optim;
using Unfold.Text;
using Unfold.Training;

namespace Unfold.Doctor.Tests;

/// <summary>Labels of which some cannot be known, and a model that grows ever surer.</summary>
static class Confidence
{
    /// <summary>The other of two labels.</summary>
    public static LabelledText Turned(LabelledText row) => row with { Label = row.Label == "good" ? "bad" : "good" };

    /// <summary>Every eighth validation label is another one.</summary>
    public static TextTask Doubtful(TextTask task)
    {
        string[] labels = [.. task.Train.Select(row => row.Label).Distinct().Order(StringComparer.Ordinal)];
        return task with { Validation = [.. task.Validation.Select((row, i) => i % 8 == 0 ? row with { Label = labels[(Array.IndexOf(labels, row.Label) + 1) % labels.Length] } : row)] };
    }
}

/// <summary>Surer and surer, as a recipe.</summary>
sealed class SureRecipe : PlantedFault
{
    public override string Id => "D28";
    public override string Name => "an eighth of the validation labels in doubt, 14 epochs, GRU on opinions";
    public override FindingSeverity Expected => FindingSeverity.Note; // a recipe keeps the best epoch's weights
    public override IReadOnlyList<string> Besides => ["D27", "D40"];

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TextTask task = Tasks.Opinions(seed, train: 960);
        return RecipeRun.Check(
            RecipeRun.Small with { Seed = seed, Training = RecipeRun.Small.Training with { Epochs = healthy ? 4 : 14, LearningRate = 0.02 } }, (healthy ? task : Confidence.Doubtful(task)).ToData());
    }
}

/// <summary>Surer and surer, with four classes.</summary>
sealed class SureLoop : PlantedFault
{
    public override string Id => "D28";
    public override string Name => "an eighth of the validation labels in doubt, 14 epochs, LSTM on four topics, own loop";
    public override IReadOnlyList<string> Besides => ["D27", "D40"];

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy)
    {
        TextTask texts = Tasks.Topics(seed, 4, train: 960);
        TokenTask task = (healthy ? texts : Confidence.Doubtful(texts)).Encode();
        TinyNet net = new("lstm", task, seed);
        return new Loop(task, net, net.Forward, new Adam(net.Parameters, new AdamOptions { LearningRate = 0.02 })) { Seed = seed, Epochs = healthy ? 6 : 14 }.Check();
    }
}
