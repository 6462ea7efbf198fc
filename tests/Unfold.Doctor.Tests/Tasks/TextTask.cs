using Unfold.Text;
using Unfold.Training;

namespace Unfold.Doctor.Tests;

/// <summary>Labelled texts to train on and to validate on.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Train">Texts to train on.</param>
/// <param name="Validation">Texts to validate on.</param>
sealed record TextTask(string Name, IReadOnlyList<LabelledText> Train, IReadOnlyList<LabelledText> Validation)
{
    /// <summary>The rows of a recipe's run.</summary>
    public TrainingData ToData() => new(Name, Numbered(Train), Numbered(Validation));

    /// <summary>The texts as ids, for a loop of one's own.</summary>
    public TokenTask Encode() => TokenTask.Of(this);

    Corpus Numbered(IReadOnlyList<LabelledText> rows) => new(rows.Select((row, i) => row with { Line = i + 2 }), Name + ".csv");
}
