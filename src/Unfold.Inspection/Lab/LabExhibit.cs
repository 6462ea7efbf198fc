using Unfold.Lab;
using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>Works out all that the lab shows of a plain tagger and one sentence. The model's weights are as before afterwards.</summary>
public static class LabExhibit
{
    /// <summary>The lab's numbers.</summary>
    /// <param name="model">The tagger.</param>
    /// <param name="name">Which weights these are, in words.</param>
    /// <param name="words">The words as they are shown.</param>
    /// <param name="ids">Their numbers.</param>
    /// <param name="tags">The number of each word's tag.</param>
    /// <param name="tagNames">The names of the tags.</param>
    /// <param name="settings">What to show. <value>Default: as in <see cref="LabSettings"/>.</value></param>
    /// <exception cref="DivergedException">The loss of the sentence is not finite with these weights.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight that the model has not, or a range without an end.</exception>
    public static LabDocument Of(PlainRnn model, string name, IReadOnlyList<string> words, int[] ids, int[] tags, IReadOnlyList<string> tagNames, LabSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(tagNames);
        settings ??= new LabSettings();
        var unfolded = Unfolding.Of(model, ids, tags);
        if (!double.IsFinite(unfolded.Loss))
        {
            throw new DivergedException(
                $"lab: expected a finite loss, got {(double.IsNaN(unfolded.Loss) ? "NaN" : "infinity")} for \"{string.Join(' ', words)}\". With {Name(model.Activation)} and these weights the states grow to "
                + FormattableString.Invariant($"{unfolded.Steps.Max(step => step.State.Max(Math.Abs)):0.##e+0}; take smaller weights, another non-linearity or a shorter sentence."));
        }
        int[] predicted = model.Predict(ids);
        return new LabDocument
        {
            Model = name, Activation = Name(model.Activation), Vocabulary = model.We.GetLength(0), Embedding = model.We.GetLength(1), Hidden = model.Wh.GetLength(0), TagNames = tagNames, Loss = unfolded.Loss,
            Steps = [.. unfolded.Steps.Select((step, t) => Step(step, unfolded.Steps[^1].Local, words[t], tagNames[step.Tag], tagNames[predicted[t]]))],
            LastJacobian = ids.Length > 1 ? LabRows.Of(unfolded.Steps[^1].Jacobian) : [], WholeProduct = ids.Length > 1 ? LabRows.Of(unfolded.Steps[0].Product) : [],
            Curves = [.. Weights(settings, ids).Select(weight => Curve(model, words, ids, tags, tagNames, weight, settings))],
            Comparisons = GradientWays.Compare(model, ids, tags),
            Maps = LabMaps.Of(model, words, ids, tags, tagNames, settings.Against),
            Lags = LabCells.Of(model, ids, settings),
            Clipping = LabClippings.Of(model, ids, tags, settings),
        };
    }

    internal static string Name(Activation activation) => activation switch { Activation.Sigmoid => "sigmoid", Activation.Tanh => "tanh", _ => "relu" };

    static LabStep Step(UnfoldedStep step, double[] lastLocal, string word, string tag, string predicted)
    {
        int size = step.State.Length;
        double[] lastOnly = new double[size];
        for (int i = 0; i < size; i++) RowMath.AddScaled(lastLocal[i], LabRows.Row(step.Product, i), lastOnly);
        return new LabStep(
            word, tag, predicted, step.Probability, step.State, step.Local, step.Carried, step.Gradient,
            JacobianProducts.LargestSingular(LabRows.Flat(step.Jacobian), size), JacobianProducts.LargestSingular(LabRows.Flat(step.Product), size), Unfolding.Norm(lastOnly), step.CopyNorms);
    }

    static IReadOnlyList<LabWeight> Weights(LabSettings settings, int[] ids) =>
        settings.Weights.Count > 0 ? settings.Weights : [new(3, 0, 0), new(2, 0, 0), new(1, 0, 0), new(0, ids[0], 0)];

    static LabCurve Curve(PlainRnn model, IReadOnlyList<string> words, int[] ids, int[] tags, IReadOnlyList<string> tagNames, LabWeight weight, LabSettings settings)
    {
        var curve = LossCurve.Of(model, ids, tags, weight.Layer, weight.Row, weight.Column, settings.Span, settings.Points);
        int layer = weight.Layer < 0 ? weight.Layer + 4 : weight.Layer;
        int word = Array.IndexOf(ids, weight.Row);
        string row = layer switch { 0 => word < 0 ? "" : words[word], 3 => tagNames[weight.Row], _ => "" };
        return new LabCurve(model.Layers[layer].Name, weight.Row, weight.Column, row, curve);
    }
}
