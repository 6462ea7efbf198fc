namespace Unfold.Doctor.Tests;

/// <summary>Labels that are wrong in validation as often as in training: else validation would be the easier part, and the probe would not see the noise that training sees.</summary>
static class Doubtful
{
    /// <summary>A task of two classes whose validation labels are turned round with some chance.</summary>
    public static TextTask Labels(TextTask task, ulong seed, double wrong)
    {
        Rng rng = new Rng(seed).Fork("doubt");
        string[] labels = [.. task.Train.Select(row => row.Label).Distinct().Order(StringComparer.Ordinal)];
        return task with { Validation = [.. task.Validation.Select(row => rng.NextDouble() < wrong ? row with { Label = labels[1 - Array.IndexOf(labels, row.Label)] } : row)] };
    }
}
