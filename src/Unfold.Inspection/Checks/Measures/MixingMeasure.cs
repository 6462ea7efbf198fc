using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>Changes one example of a batch and looks at the answers to the others; and asks the gradients the same.</summary>
static class MixingMeasure
{
    const int Most = 6;
    const double Nothing = 1e-12;

    public static MixingCheck? Of(CheckRun run)
    {
        int[][] texts = run.Sequences(run.Examples.Take(Most));
        if (texts.Length < 2)
            return run.Omit<MixingCheck>(CheckNames.Mixing, "it needs two examples that differ");
        double[][] change = Changes(run, texts);
        Embedding[] embeddings = [.. run.Questions.Embeddings];
        double[][] dependence = embeddings.Length == 0 ? change : Gradients(run, texts, embeddings);
        bool byGradient = dependence.Any(row => row.Any(value => value > 0));
        dependence = byGradient ? dependence : change;
        double[] own = [.. dependence.Select((row, i) => row[i]).Order()], others = Others(dependence);
        double middle = (own[(own.Length - 1) / 2] + own[own.Length / 2]) / 2;
        return new()
        {
            Dependence = dependence,
            Measure = byGradient && embeddings.Length > 0 ? "gradient" : "change",
            Influence = others.Max() / Math.Max(middle, others.Max() > Nothing ? Nothing : 1),
            Changed = (double)Others(change).Count(value => value > 0) / others.Length,
            OnlyEarlier = OnlyEarlier(change),
        };
    }

    static double[] Others(double[][] matrix) => [.. matrix.SelectMany((row, i) => row.Where((_, j) => j != i))];

    /// <summary>Whether there are dependences on examples before, and none on examples behind.</summary>
    static bool OnlyEarlier(double[][] matrix) =>
        matrix.Where((row, i) => row.Where((value, j) => j < i && value > 0).Any()).Any() && !matrix.Where((row, i) => row.Where((value, j) => j > i && value > 0).Any()).Any();

    /// <summary>[i][j]: the largest change of the logits of i when the words of j are others, as many.</summary>
    static double[][] Changes(CheckRun run, int[][] texts)
    {
        int count = texts.Length;
        double[] before = run.Logits(texts);
        int width = before.Length / count;
        double[][] change = [.. texts.Select(_ => new double[count])];
        if (!before.AsSpan().SequenceEqual(run.Logits(texts)))
            return change; // random in evaluation mode: every answer changes by itself
        for (int j = 0; j < count; j++)
        {
            int[][] changed = [.. texts];
            changed[j] = Others(texts[j], texts[(j + 1) % count]);
            double[] after = run.Logits(changed);
            for (int i = 0; i < count; i++)
            {
                for (int c = i * width; c < (i + 1) * width; c++)
                    change[i][j] = Math.Max(change[i][j], Math.Abs(after[c] - before[c]));
            }
        }
        return change;
    }

    /// <summary>Words of another text, as many as there were.</summary>
    public static int[] Others(int[] text, int[] from) => [.. text.Select((token, at) => from[at % from.Length] == token ? from[(at + 1) % from.Length] : from[at % from.Length])];

    /// <summary>[i][j]: the norm of the gradient of the sum of the logits of i by the word vectors of j.</summary>
    static double[][] Gradients(CheckRun run, int[][] texts, Embedding[] embeddings)
    {
        double[][] dependence = [.. texts.Select(_ => new double[texts.Length])];
        for (int i = 0; i < texts.Length; i++)
        {
            List<Tensor> inputs = [];
            int at = i;
            run.Questions.Differentiate(texts, logits => Row(logits, at, texts.Length), view =>
            {
                foreach (Tensor input in inputs)
                    Add(view.Batch.Layout, input, dependence[at]);
            }, (module, output) =>
            {
                if (!embeddings.Contains(module))
                    return output;
                Tensor leaf = output.To(output.DType, requiresGrad: true);
                inputs.Add(leaf);
                return leaf;
            });
            for (int j = 0; j < texts.Length; j++)
                dependence[i][j] = Math.Sqrt(dependence[i][j]);
        }
        return dependence;
    }

    static Tensor Row(Tensor logits, int row, int count)
    {
        double[] mask = new double[logits.Length];
        int width = logits.Length / count;
        mask.AsSpan(row * width, width).Fill(1);
        return Ops.Sum(Ops.Multiply(logits, Tensor.From(mask, logits.Shape).To(logits.DType)));
    }

    static void Add(SequenceLayout layout, Tensor input, double[] squares)
    {
        if (input.Grad?.ToDoubles() is not { } gradient || gradient.Length % layout.TotalSteps != 0)
            return; // the model does not use it, or reads other sequences here
        int width = gradient.Length / layout.TotalSteps;
        for (int j = 0; j < squares.Length; j++)
        {
            for (int step = 0; step < layout.Lengths[j]; step++)
            {
                ReadOnlySpan<double> row = gradient.AsSpan(layout.Row(j, step) * width, width);
                squares[j] += RowMath.Dot(row, row);
            }
        }
    }
}
