namespace Unfold.Inspection;

/// <summary>Points and weights that integrate smooth functions over 0..1.</summary>
static class GaussLegendre
{
    /// <summary>The zeros of the Legendre polynomial of this degree, moved to 0..1, and their weights, which sum up to 1.</summary>
    public static (double[] Points, double[] Weights) Of(int count)
    {
        double[] points = new double[count], weights = new double[count];
        for (int i = 0; i < count; i++)
        {
            double x = Math.Cos(Math.PI * (i + 0.75) / (count + 0.5)), slope = 1;
            for (int round = 0; round < 8; round++)
            {
                (double value, double before) = (1, 0);
                for (int degree = 1; degree <= count; degree++)
                    (value, before) = (((((2 * degree) - 1) * x * value) - ((degree - 1) * before)) / degree, value);
                slope = count * ((x * value) - before) / ((x * x) - 1);
                x -= value / slope;
            }
            (points[i], weights[i]) = ((1 - x) / 2, 1 / ((1 - (x * x)) * slope * slope));
        }
        return (points, weights);
    }
}
