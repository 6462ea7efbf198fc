using Unfold.Inspection;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>Chooses the decision threshold of a two-class model on the training part alone.</summary>
/// <remarks>
/// The rows are dealt into folds; for each a model with the same recipe is trained on the others, for as many epochs as the kept
/// weights had, and answers the rows it did not see. Words that only the left-out fold has are unknown to it. The threshold
/// is the one with the best F1 on all these answers. Where a linear model answers too, one is fitted on the same rows and mixed in.
/// </remarks>
static class ThresholdChooser
{
    /// <summary>Below this share of the rarer class <see cref="ThresholdChoice.WhenUnbalanced"/> chooses.</summary>
    public const double Unbalanced = 0.25;

    public static bool Applies(DecisionRecipe decision, ReadOnlySpan<int> labels, int classes)
    {
        if (classes != 2 || decision.ChosenOn == ThresholdChoice.Fixed || labels.Length < 2 * decision.Folds) return false;
        long[] counts = ClassBalance.Counts(labels, classes);
        return counts.Min() >= decision.Folds && (decision.ChosenOn == ThresholdChoice.TrainingFolds || counts.Min() < Unbalanced * labels.Length);
    }

    public static ThresholdDocument Choose(Recipe recipe, PreparedData data, int epochs, Rng rng, Action<int, int> progress, CancellationToken cancellation,
        Func<int[], int[], Predictions, Predictions>? mix = null, ThresholdFolds? soFar = null, Action? foldDone = null)
    {
        (EncodedCorpus rows, Vocabulary vocabulary) = (data.Train, data.Vocabulary);
        int folds = recipe.Decision.Folds;
        int[] order = rng.Fork("folds").Permutation(rows.Count);
        soFar ??= new ThresholdFolds(rows);
        Predictions answers = soFar.Answers;
        for (int fold = soFar.Done; fold < folds; fold++)
        {
            progress(fold, folds);
            Rng own = rng.Fork($"fold {fold}");
            int[] seen = [.. order.Where((_, place) => place % folds != fold)], held = [.. order.Where((_, place) => place % folds == fold)];
            bool[] known = recipe.Text.Vocabulary == VocabularySource.Training ? Known(rows, seen, vocabulary, cancellation) : [.. Enumerable.Repeat(element: true, vocabulary.Count)];
            int[] numbers = [.. known.Select((isKnown, id) => isKnown ? id : vocabulary.DefaultIndex ?? id)];
            using ScratchFolder? scratch = rows.Scratch?.Another();
            TextModel network = data.NewNetwork(recipe, own.Fork("model"), cancellation);
            var trainer = new NetworkTrainer(recipe, network, rows.Take(seen, numbers, scratch, cancellation), own.Fork("shuffle"), inspector: null);
            for (int epoch = 0; epoch < epochs; epoch++) trainer.TrainEpoch(cancellation);
            Predictions part = ModelRunner.Predict(network, rows.Take(held, numbers, scratch, cancellation), cancellation);
            if (mix is not null) part = mix(seen, held, part);
            for (int i = 0; i < held.Length; i++) answers.Logits(held[i])[0] = part.Logits(i)[0];
            soFar.Done++;
            foldDone?.Invoke();
        }
        return new ThresholdDocument(answers.Rank().BestF1().Threshold, "training folds");
    }

    static bool[] Known(EncodedCorpus rows, int[] seen, Vocabulary vocabulary, CancellationToken cancellation)
    {
        var known = new bool[vocabulary.Count];
        for (int i = 0; i < vocabulary.SpecialCount; i++) known[i] = true;
        var ids = new int[rows.MaxLength];
        foreach (int row in seen)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (int id in ids.AsSpan(0, rows.CopyTo(row, ids))) known[id] = true;
        }
        return known;
    }
}
