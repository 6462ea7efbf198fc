using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>Compares every parameter's gradient with central differences of the loss, in double precision where the model can.</summary>
static class GradientsMeasure
{
    const int Texts = 3;
    const double Share = 0.25; // of the time that is left

    public static GradientsCheck? Of(CheckRun run)
    {
        int[] examples = [.. run.Examples.GroupBy(i => run.Probe.Labels[i]).SelectMany(group => group.OrderBy(i => run.Probe.Sequences[i].Length).Select((i, turn) => (i, turn)))
            .OrderBy(entry => entry.turn).Select(entry => entry.i).Take(Texts)];
        try
        {
            return Measure(run, examples, DType.Float64);
        }
        catch (Exception error) when (error is UnfoldException or ArgumentException or InvalidOperationException)
        {
            return Measure(run, examples, DType.Float32); // the model makes numbers of its own precision
        }
    }

    static GradientsCheck Measure(CheckRun run, int[] examples, DType dtype)
    {
        using WeightsAside aside = WeightsAside.Of(run.Model, dtype);
        using ModelModes modes = ModelModes.Evaluation(run.Modules, watcher: null);
        SequenceBatch batch = SequenceBatch.FromIds(run.Sequences(examples));
        int[] labels = run.Labels(examples);
        Parameter[] parameters = [.. run.Model.Parameters.Where(parameter => parameter.Trainable)];

        Loss().Backward();
        TimeSpan before = run.Elapsed;
        _ = Value();
        double seconds = Math.Max(1e-7, (run.Elapsed - before).TotalSeconds);
        int directions = (int)Math.Clamp(Share * run.Left.TotalSeconds / seconds / (ParameterSlopes.Evaluations * Math.Max(1, parameters.Length)), 1, ParameterSlopes.Most);
        ParameterSlopes slopes = new(Value, dtype == DType.Float64, directions);
        return new()
        {
            Precision = dtype.ToString(),
            Parameters = [.. parameters.Select(parameter => slopes.Compare(parameter, Elements(run, parameter, batch)))],
        };

        Tensor Loss() => run.Probe.Loss(run.Probe.Logits(batch), labels);

        double Value() => Tape.NoGrad(Loss).Item();
    }

    /// <summary>
    /// The elements whose slope is compared: all, of a table of words or pairs those of the rows that the batch reads, without the padding row and frozen ones,
    /// which get no gradient on purpose.
    /// </summary>
    static int[] Elements(CheckRun run, Parameter parameter, SequenceBatch batch)
    {
        int[]? rows = null;
        if (run.Questions.Embeddings.FirstOrDefault(embedding => embedding.Weight == parameter) is { } words)
            rows = [.. batch.Ids.ToArray().Where(id => id != words.PaddingIndex && !words.IsFrozen(id))];
        else if (run.Modules.OfType<BigramEmbedding>().FirstOrDefault(pairs => pairs.Weight == parameter) is { } pairs)
            rows = [.. pairs.RowsOf(batch).Where(row => row != 0)];
        if (rows is null)
            return [.. Enumerable.Range(0, parameter.Shape.Length)];
        int width = parameter.Shape[1];
        return [.. rows.Distinct().Order().SelectMany(row => Enumerable.Range(row * width, width))];
    }
}
