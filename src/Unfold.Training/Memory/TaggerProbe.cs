using Unfold.Text;

namespace Unfold.Training;

/// <summary>Finds what the steps of a tagger take of their arena: from its largest batches, on a network of its own. A batch of sentences is small; its words' characters are not foreseen from its size.</summary>
static class TaggerProbe
{
    /// <summary>Bytes of a step of training and of one of judging; different words of the batch, and characters of them all.</summary>
    public static (long Trained, long Read, long Words, long Characters) Of(Recipe recipe, TaggingData data, TaggerVocabulary vocabulary, TaggerRows rows, TaggerRows held)
    {
        (int Words, int Width)? vectors = data.Vectors is { } fixedOnes ? (vocabulary.Vectors!.Count, fixedOnes.Width) : null;
        var network = new TaggerNetwork(recipe, vocabulary.Words.Count, vocabulary.Characters.Count, vocabulary.Tags.Count, new Rng(0), vectors);
        (TextBatch text, TaggerBatch batch) = (new TextBatch(), new TaggerBatch(network.Spells));

        text.Load(held.Words, BatchExtent.Longest(held.Words, TaggerJudge.BatchSize));
        batch.Load(held, text, vocabulary.Words.DefaultIndex!.Value);
        network.Eval();
        _ = Tape.NoGrad(() => network.Decode(network.Emissions(batch)));
        long read = Tape.StepBytes;

        text.Load(rows.Words, BatchExtent.Largest(recipe.Training, rows.Words, new Rng(recipe.Seed).Fork("shuffle")));
        batch.Load(rows, text, vocabulary.Words.DefaultIndex!.Value);
        network.Train();
        network.Loss(network.Emissions(batch), batch.Tags).Backward();
        return (Tape.StepBytes, read, batch.Words.Ids.ToArray().Distinct().Count(), network.Spells ? batch.Spellings.Layout.TotalSteps : 0);
    }
}
