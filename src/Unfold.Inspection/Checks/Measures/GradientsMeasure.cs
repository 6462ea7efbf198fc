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
        double[][] gradients = [.. parameters.Select(parameter => parameter.Gradient.ToDoubles())];
        foreach (Parameter parameter in parameters)
            parameter.Gradient.Clear();
        TimeSpan before = run.Elapsed;
        _ = Value();
        double seconds = Math.Max(1e-7, (run.Elapsed - before).TotalSeconds);
        int directions = (int)Math.Clamp(Share * run.Left.TotalSeconds / seconds / (ParameterSlopes.Evaluations * Math.Max(1, parameters.Length)), 1, ParameterSlopes.Most);
        ParameterSlopes slopes = new(Value, dtype == DType.Float64, directions);
        return new()
        {
            Precision = dtype.ToString(),
            Parameters = [.. parameters.Select((parameter, i) => slopes.Compare(parameter, gradients[i], Elements(run, parameter, batch)))],
        };

        Tensor Loss() => run.Probe.Loss(run.Probe.Logits(batch), labels);

        double Value() => Tape.NoGrad(Loss).Item();
    }

    /// <summary>The elements whose slope is compared: all, of an embedding those of the words that occur, without the padding row and frozen ones, which get no gradient on purpose.</summary>
    static int[] Elements(CheckRun run, Parameter parameter, SequenceBatch batch)
    {
        if (run.Questions.Embeddings.FirstOrDefault(embedding => embedding.Weight == parameter) is not { } embedding)
            return [.. Enumerable.Range(0, parameter.Shape.Length)];
        int width = parameter.Shape[1];
        return [.. batch.Ids.ToArray().Distinct().Where(id => id != embedding.PaddingIndex && !embedding.IsFrozen(id)).Order().SelectMany(id => Enumerable.Range(id * width, width))];
    }
}
