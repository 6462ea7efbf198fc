using Unfold.Text;

namespace Unfold.Training;

/// <summary>Lets a tagger answer and counts.</summary>
static class TaggerJudge
{
    /// <summary>Sentences of a batch.</summary>
    public const int BatchSize = 64;

    /// <summary>The number of the tag of every word, sentence by sentence.</summary>
    public static int[][] Answers(TaggerNetwork network, TaggerRows rows, int unknown, CancellationToken cancellation, Action<SequenceTensor, TaggerBatch>? seen = null)
    {
        var answers = new int[rows.Words.Count][];
        var order = Enumerable.Range(0, rows.Words.Count).OrderByDescending(rows.Words.Length).ToArray();
        (TextBatch text, TaggerBatch batch) = (new TextBatch(), new TaggerBatch(network.Spells));
        for (int start = 0; start < order.Length; start += BatchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            text.Load(rows.Words, order.AsSpan(start, Math.Min(BatchSize, order.Length - start)));
            batch.Load(rows, text, unknown);
            int[] tags = Execution.Cancellable(cancellation, () => Tape.NoGrad(() =>
            {
                SequenceTensor emissions = network.Emissions(batch);
                seen?.Invoke(emissions, batch);
                return network.Decode(emissions);
            }));
            for (int i = 0; i < text.Count; i++)
            {
                int[] answer = answers[text.Rows[i]] = new int[text.Sequences.Layout.Lengths[i]];
                for (int t = 0; t < answer.Length; t++) answer[t] = tags[text.Sequences.Layout.Row(i, t)];
            }
        }
        return answers;
    }

    public static TaggerEvaluation Evaluate(IReadOnlyList<TaggedSentence> sentences, TaggerRows rows, int[][] answers, TaggerVocabulary vocabulary, int majority, CancellationToken cancellation = default)
    {
        int tags = vocabulary.Tags.Count;
        var confusion = new long[tags][];
        for (int i = 0; i < tags; i++) confusion[i] = new long[tags];
        (int words, int right, int whole, int unknown, int unknownRight, int common) = (0, 0, 0, 0, 0, 0);
        for (int i = 0; i < answers.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            bool all = true;
            for (int t = 0; t < answers[i].Length; t++)
            {
                (int tag, int answer) = (rows.Tags[i][t], answers[i][t]);
                bool fits = tag == answer, isUnknown = !vocabulary.Knows(sentences[i].Words[t]);
                (words, right, all) = (words + 1, right + (fits ? 1 : 0), all && fits);
                (unknown, unknownRight, common) = (unknown + (isUnknown ? 1 : 0), unknownRight + (isUnknown && fits ? 1 : 0), common + (tag == majority ? 1 : 0));
                if (tag >= 0) confusion[tag][answer]++;
            }
            whole += all ? 1 : 0;
        }
        return new TaggerEvaluation
        {
            Sentences = answers.Length, Words = words, Accuracy = (double)right / words, SentenceAccuracy = (double)whole / answers.Length,
            UnknownWords = unknown, UnknownAccuracy = unknown == 0 ? null : (double)unknownRight / unknown, MajorityAccuracy = (double)common / words,
            Tags = [.. Enumerable.Range(0, tags).Select(tag => Score(vocabulary.Tags.Names[tag], confusion, tag))], Confusion = confusion,
        };
    }

    static TagScore Score(string name, long[][] confusion, int tag)
    {
        long have = confusion[tag].Sum(), answered = confusion.Sum(row => row[tag]), right = confusion[tag][tag];
        double precision = answered == 0 ? 0 : (double)right / answered, recall = have == 0 ? 0 : (double)right / have;
        return new TagScore(name, have, precision, recall, right == 0 ? 0 : 2 * precision * recall / (precision + recall));
    }
}
