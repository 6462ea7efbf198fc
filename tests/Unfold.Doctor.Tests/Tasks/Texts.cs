using Unfold.Text;

namespace Unfold.Doctor.Tests;

/// <summary>Changes to the texts of a task: what faults in data are made of.</summary>
static class Texts
{
    /// <summary>Every row of both parts changed.</summary>
    public static TextTask Map(this TextTask task, Func<LabelledText, LabelledText> change) =>
        task with { Train = [.. task.Train.Select(change)], Validation = [.. task.Validation.Select(change)] };

    /// <summary>Only the rows of both parts that fulfil a condition.</summary>
    public static TextTask Where(this TextTask task, Func<LabelledText, bool> condition) =>
        task with { Train = [.. task.Train.Where(condition)], Validation = [.. task.Validation.Where(condition)] };

    /// <summary>The other of two labels.</summary>
    public static LabelledText Turned(this LabelledText row, TextTask task) =>
        row with { Label = task.Train.Select(other => other.Label).Distinct().Order(StringComparer.Ordinal).First(label => label != row.Label) };

    /// <summary>As many texts of the commonest class as of the rarest, in the order they came.</summary>
    public static TextTask Balanced(this TextTask task)
    {
        return task with { Train = Even(task.Train), Validation = Even(task.Validation) };

        static IReadOnlyList<LabelledText> Even(IReadOnlyList<LabelledText> rows)
        {
            int least = rows.GroupBy(row => row.Label).Min(group => group.Count());
            Dictionary<string, int> taken = [];
            return [.. rows.Where(row => (taken[row.Label] = taken.GetValueOrDefault(row.Label) + 1) <= least)];
        }
    }

    /// <summary>Words that mean nothing.</summary>
    public static string Filler(Rng rng, int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => $"filler{rng.Next(12)}"));
}
