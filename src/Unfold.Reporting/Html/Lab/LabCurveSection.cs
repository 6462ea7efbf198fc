using Unfold.Inspection;
using Unfold.Lab;

namespace Unfold.Reporting;

/// <summary>The loss over one weight, with the gradient as its tangent.</summary>
static class LabCurveSection
{
    public static Section Of(LabDocument lab) => new Section("lab-loss", "The lab: the loss over one weight",
        "Everything is held but one weight. The curve is the sentence’s loss where that weight has other values; the dashed line has the slope that back-propagation gives at the weight’s own value, which is one of the curve’s points. If the gradient is right, the line touches the curve there.")
        .Add("two", lab.Curves.Select(Curve));

    static Figure Curve(LabCurve entry)
    {
        LossCurve curve = entry.Curve;
        (double low, double high) = Range(curve.Losses);
        (double[] x, double[] y) = Tangent(curve, low, high);
        string place = entry.RowName.Length > 0 ? $"{entry.Parameter}[{Escape.Middle(entry.RowName, 14)}, {entry.Column}]" : $"{entry.Parameter}[{entry.Row}, {entry.Column}]";
        return new(
            $"lab-loss-{entry.Parameter}-{entry.Row}-{entry.Column}",
            new SvgChart
            {
                Title = $"Loss over {place}", Subtitle = $"at {NumberText.Short(curve.Weight, 6)}: loss {NumberText.Short(curve.Loss, 6)}, gradient {NumberText.Short(curve.Gradient, 6)}",
                XLabel = "value of the weight", FractionalX = true, Height = 320, XRange = (curve.Weights[0], curve.Weights[^1]), YRange = (low, high), LeftMargin = 64,
                Marks = [new("", curve.Weight)],
                Lines = [new("loss", curve.Weights, curve.Losses, 0), new("gradient", x, y, 1) { Dashed = true, Radius = 0, LabelAtEnd = true }, new("", [curve.Weight], [curve.Loss], 7) { Radius = 5 }],
            },
            [
                new("weight", curve.Weights) { Exact = true }, new("loss", curve.Losses, 0, "line") { Exact = true },
                new("tangent", [.. curve.Weights.Select(weight => curve.Loss + curve.Gradient * (weight - curve.Weight)).Select(value => value >= low && value <= high ? value : double.NaN)], 1, "line") { Exact = true },
            ]);
    }

    /// <summary>As wide as the losses differ, however little that is.</summary>
    static (double Low, double High) Range(IReadOnlyList<double> losses)
    {
        double[] finite = [.. losses.Where(double.IsFinite)];
        (double low, double high) = (finite.Min(), finite.Max());
        double room = 0.06 * Math.Max(high - low, Math.Max(1e-9, 1e-9 * Math.Abs(high)));
        return (low - room, high + room);
    }

    /// <summary>The part of the tangent that lies on the paper.</summary>
    static (double[] X, double[] Y) Tangent(LossCurve curve, double low, double high)
    {
        (double from, double to) = (curve.Weights[0], curve.Weights[^1]);
        if (curve.Gradient != 0)
        {
            double a = curve.Weight + (low - curve.Loss) / curve.Gradient, b = curve.Weight + (high - curve.Loss) / curve.Gradient;
            (from, to) = (Math.Max(from, Math.Min(a, b)), Math.Min(to, Math.Max(a, b)));
        }
        return ([from, to], [curve.Loss + curve.Gradient * (from - curve.Weight), curve.Loss + curve.Gradient * (to - curve.Weight)]);
    }
}
