using Unfold.Lab;

namespace Unfold.Inspection;

/// <summary>The gradients by hand and another way, matrix by matrix.</summary>
static class LabMaps
{
    public static IReadOnlyList<LabMap> Of(PlainRnn model, IReadOnlyList<string> words, int[] ids, int[] tags, IReadOnlyList<string> tagNames, LabAgainst against)
    {
        PlainRnnGradients byHand = model.Backward(ids, tags);
        (string way, double[][] others) = against switch
        {
            LabAgainst.Tape => ("unfolded on the tape", GradientWays.Unfolded(model, ids, tags)),
            LabAgainst.Single => ("fused layer, single precision", Single(model, ids, tags)),
            _ => ("fused layer", GradientWays.Fused(model, ids, tags)),
        };
        string[] units = [.. Enumerable.Range(0, model.Wh.GetLength(0)).Select(unit => $"{unit}")];
        IReadOnlyList<string>[] rows = [words, units, units, tagNames];
        return [.. Enumerable.Range(0, 4).Select(layer => Map(byHand.Layers[layer], others[layer], layer == 0 ? ids : null, rows[layer], way))];
    }

    static LabMap Map((string Name, double[,] Values) byHand, double[] other, int[]? chosen, IReadOnlyList<string> names, string way)
    {
        int columns = byHand.Values.GetLength(1);
        int[] rows = chosen ?? [.. Enumerable.Range(0, byHand.Values.GetLength(0))];
        double[] hand = LabRows.Flat(byHand.Values);
        double[][] ours = [.. rows.Select(row => hand.AsSpan(row * columns, columns).ToArray())], theirs = [.. rows.Select(row => other.AsSpan(row * columns, columns).ToArray())];
        var apart = GradientComparison.Of(byHand.Name, way, hand, other);
        return new LabMap(byHand.Name, names, way, ours, theirs, apart.MaxAbsolute, apart.MaxRelative);
    }

    /// <summary>The fused layers with their weights rounded to single precision.</summary>
    static double[][] Single(PlainRnn model, int[] words, int[] tags)
    {
        var module = new TaggerModule(model);
        module.To(DType.Float32);
        module.Loss(words, tags).Backward();
        return [.. module.Parameters.Select(parameter => parameter.Gradient.ToDoubles())];
    }
}
