using Unfold.Inspection;
using Unfold.Nn;
using Unfold.Optim;
using Unfold.Serialization;
using Unfold.Text;

namespace Unfold.Training;

/// <summary>The inspector of a run: its lenses, the batch its probes run on, and the texts behind its numbers.</summary>
static class RunInspector
{
    /// <summary>Texts of each class that the probes have at least, where there are so many.</summary>
    const int LeastOfAClass = 4;

    public static Inspector Create(InspectionRecipe recipe) => new(recipe.Lenses switch
    {
        LensChoice.All => LensSets.All(recipe.Cosine),
        LensChoice.Few => LensSets.Thin(new LossMetrics(), new ParameterGradientGeometry(cosine: recipe.Cosine)),
        _ => LensSets.Default(recipe.Cosine),
    })
    { ProbeBudget = recipe.ProbeBudget, Stride = recipe.Stride };

    /// <summary>Keeps what an inspector has gathered, or lets it go on where the run was stopped.</summary>
    public static void Keep(Inspector? inspector, KeptState state, Module network, Optimizer optimizer, string? record, int stepsPerEpoch)
    {
        if (inspector is null || record is null) return;
        KeptState part = state.Part("inspector");
        long length = part.Number("record", state.Restores ? 0 : inspector.SyncRecord());
        if (!state.Restores)
        {
            inspector.Keep(part);
            return;
        }
        inspector.StepsPerEpoch = stepsPerEpoch;
        inspector.Resume(network, optimizer, record, length, part);
    }

    /// <summary>Tells the inspector what the data is; the same rows are probed in every epoch.</summary>
    public static void Prepare(Inspector inspector, Recipe recipe, PreparedData data, TextModel network, Rng rng, CancellationToken cancellation)
    {
        if (recipe.Inspection.Texts)
            inspector.TextOf = row => new ExampleText(data.TrainCorpus.Text(row), data.TrainCorpus.Label(row));
        if (recipe.Inspection.ProbeTexts == 0) return;
        inspector.Probe = ProbeOf(recipe, data, data.Validation, network, recipe.Inspection.ProbeTexts, LeastOfAClass, rng, cancellation);
    }

    /// <summary>Some rows to ask a network about; cancellation is looked at before each question.</summary>
    public static Probe ProbeOf(Recipe recipe, PreparedData data, EncodedCorpus corpus, TextModel network, int count, int ofAClass, Rng rng, CancellationToken cancellation)
    {
        int[] rows = Choose(corpus, data.Labels.Count, count, ofAClass, rng);
        return new Probe([.. rows.Select(row => corpus[row].ToArray())], [.. rows.Select(row => corpus.Labels[row])], Ask)
        {
            Padding = recipe.Text.PadToLength > 0 ? data.Vocabulary.PadIndex : null,
            Word = recipe.Inspection.Texts ? id => data.Vocabulary[id] : null,
            Classes = data.Labels.Names,
            BatchSize = recipe.Training.BatchSize,
        };

        Tensor Ask(SequenceBatch batch)
        {
            cancellation.ThrowIfCancellationRequested();
            return network.Forward(batch);
        }
    }

    /// <summary>Rows at random, some of every class among them.</summary>
    static int[] Choose(EncodedCorpus corpus, int classes, int count, int ofAClass, Rng rng)
    {
        var order = new int[corpus.Count];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        rng.Shuffle<int>(order);
        var chosen = new List<int>();
        for (int label = 0; label < classes; label++)
            chosen.AddRange(order.Where(row => corpus.Labels[row] == label && corpus.Length(row) > 0).Take(Math.Min(ofAClass, Math.Max(1, count / classes))));
        chosen.AddRange(order.Where(row => corpus.Length(row) > 0).Except(chosen).Take(Math.Max(0, count - chosen.Count)));
        return [.. chosen.Take(count).Order()];
    }
}
