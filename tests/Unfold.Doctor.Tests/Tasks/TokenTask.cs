using Unfold.Inspection;

namespace Unfold.Doctor.Tests;

/// <summary>A task as ids: 0 is the pad, 1 the unknown word.</summary>
sealed record TokenTask
{
    public const int Pad = 0;
    public const int Unknown = 1;

    public required string Name { get; init; }

    /// <summary>The word of each id.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    public required IReadOnlyList<string> Classes { get; init; }
    public required IReadOnlyList<int[]> Train { get; init; }
    public required IReadOnlyList<int> TrainLabels { get; init; }
    public required IReadOnlyList<int[]> Validation { get; init; }
    public required IReadOnlyList<int> ValidationLabels { get; init; }

    /// <summary>What a loop tells the inspector of its data.</summary>
    public DataDocument Data
    {
        get
        {
            double[] prior = [.. Counts(TrainLabels).Select(count => (double)count / TrainLabels.Count)];
            long[] held = Counts(ValidationLabels);
            int majority = Array.IndexOf(prior, prior.Max());
            return new()
            {
                Name = Name,
                Train = Train.Count,
                Validation = Validation.Count,
                Classes = Classes,
                TrainCounts = Counts(TrainLabels),
                ValidationCounts = held,
                MajorityAccuracy = (double)held[majority] / Validation.Count,
                PriorEntropy = -prior.Where(p => p > 0).Sum(p => p * Math.Log(p)),
                Vocabulary = Words.Count,
            };
        }
    }

    /// <summary>All texts with pads behind them (or cut) to one length: what is read as words.</summary>
    public TokenTask Padded(int length) => this with { Train = [.. Train.Select(ids => Fit(ids, length))], Validation = [.. Validation.Select(ids => Fit(ids, length))] };

    public static TokenTask Of(TextTask task)
    {
        List<string> words = ["<pad>", "<unk>", .. task.Train.SelectMany(row => row.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct().Order(StringComparer.Ordinal)];
        Dictionary<string, int> ids = words.Select((word, i) => (word, i)).ToDictionary(entry => entry.word, entry => entry.i);
        List<string> classes = [.. task.Train.Select(row => row.Label).Distinct().Order(StringComparer.Ordinal)];
        int[] Ids(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => ids.GetValueOrDefault(word, Unknown))];
        return new()
        {
            Name = task.Name,
            Words = words,
            Classes = classes,
            Train = [.. task.Train.Select(row => Ids(row.Text))],
            TrainLabels = [.. task.Train.Select(row => classes.IndexOf(row.Label))],
            Validation = [.. task.Validation.Select(row => Ids(row.Text))],
            ValidationLabels = [.. task.Validation.Select(row => classes.IndexOf(row.Label))],
        };
    }

    long[] Counts(IReadOnlyList<int> labels) => [.. Enumerable.Range(0, Classes.Count).Select(label => (long)labels.Count(other => other == label))];

    static int[] Fit(int[] ids, int length) => [.. ids.Take(length), .. Enumerable.Repeat(Pad, Math.Max(0, length - ids.Length))];
}
