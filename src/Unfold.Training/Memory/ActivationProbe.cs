namespace Unfold.Training;

/// <summary>Finds what a step of a recipe's network takes of its arena: from steps of the same network on small batches, since what a layer keeps grows with tokens, texts and steps alone.</summary>
/// <remarks>The network has a vocabulary of a few words, as tables take no part in it, and weights of its own: nothing of a run is touched, and no random number of it is drawn. It takes some milliseconds.</remarks>
static class ActivationProbe
{
    const int Words = 32, Texts = 16, Steps = 16; // numbers of a row take whole cache lines in these multiples

    /// <summary>Forward, loss and backward in training mode; and forward alone.</summary>
    public static (ActivationCost Training, ActivationCost Reading) Of(Recipe recipe, int classes)
    {
        int steps = Steps * Math.Max(1, recipe.Model.Pool); // pooled without a remainder
        var networks = new Dictionary<int, TextModel>(); // by length, where texts have all one length
        return (ActivationCost.Fit(Texts, steps, Trained), ActivationCost.Fit(Texts, steps, Read));

        long Trained(int texts, int length)
        {
            (TextModel network, SequenceBatch batch, int[] labels) = Small(texts, length);
            network.Train();
            new TrainObjective(recipe.Training, labels, classes).Loss(network.Forward(batch), labels).Backward();
            foreach (Parameter parameter in network.Parameters) parameter.Gradient.Clear();
            return Tape.StepBytes;
        }

        long Read(int texts, int length)
        {
            (TextModel network, SequenceBatch batch, _) = Small(texts, length);
            network.Eval();
            _ = Tape.NoGrad(() => network.Forward(batch));
            return Tape.StepBytes;
        }

        (TextModel Network, SequenceBatch Batch, int[] Labels) Small(int texts, int length)
        {
            int fixedLength = recipe.Text.PadToLength > 0 ? length : 0;
            if (!networks.TryGetValue(fixedLength, out TextModel? network))
            {
                ModelRecipe model = recipe.Model with { BigramRows = Math.Min(recipe.Model.BigramRows, Words) };
                networks.Add(fixedLength, network = new TextModel(model, Words, classes, new Rng(0), steps: fixedLength));
                OptimizerFactory.Freeze(recipe.Training, [.. network.Parameters]);
            }
            int[][] sequences = [.. Enumerable.Range(0, texts).Select(text => Enumerable.Range(0, length).Select(step => 2 + ((text + step) % (Words - 2))).ToArray())];
            return (network, SequenceBatch.FromIds(sequences), [.. Enumerable.Range(0, texts).Select(text => text % classes)]);
        }
    }
}
