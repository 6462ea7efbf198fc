using Unfold.Nn;

namespace Unfold.Tests;

public class InitApplyTests
{
    [Fact]
    public void Apply_XavierUniformOnWeights_DrawsThoseOnlyWithinTheirBounds()
    {
        var model = new Model();
        float[] bias = model.Lstm.Parameters[2].Value.ToFloats();
        IReadOnlyList<Parameter> drawn = Init.Apply(model, "weight", InitScheme.XavierUniform, new Rng(7));
        Assert.Equal(["lstm.weight_ih_l0", "lstm.weight_hh_l0", "conv.weight"], drawn.Select(p => p.Name)); // the norm's weight has no fans
        Assert.Equal(bias, model.Lstm.Parameters[2].Value.ToFloats());
        Assert.Equal([1f, 1, 1], model.Norm.Weight.Value.ToFloats());
        AssertFills(drawn[0], Math.Sqrt(6.0 / (20 + 40)));
        AssertFills(drawn[2], Math.Sqrt(6.0 / ((20 * 3) + (10 * 3))));
    }

    [Fact]
    public void Apply_Orthogonal_IsSoForEachGate()
    {
        var model = new Model();
        Init.Apply(model, "weight_hh", InitScheme.Orthogonal, new Rng(7));
        double[] w = model.Lstm.Parameters[1].Value.ToDoubles();
        for (int gate = 0; gate < 4; gate++)
        {
            for (int i = 0; i < 10; i++)
            {
                for (int j = 0; j < 10; j++)
                {
                    double dot = Enumerable.Range(0, 10).Sum(k => w[(((gate * 10) + i) * 10) + k] * w[(((gate * 10) + j) * 10) + k]);
                    Assert.Equal(i == j ? 1 : 0, dot, 1e-6);
                }
            }
        }
    }

    [Fact]
    public void Apply_ValuesOfOnesOwn_AreTakenOver()
    {
        var model = new Model();
        IReadOnlyList<Parameter> drawn = Init.Apply(model, "bias", p => p.Name.StartsWith("lstm.", StringComparison.Ordinal) ? null : Init.Constant(0.25, p.Shape));
        Assert.Equal(["norm.bias", "conv.bias"], drawn.Select(p => p.Name));
        Assert.All(drawn, p => Assert.All(p.Value.ToFloats(), v => Assert.Equal(0.25f, v)));
    }

    [Fact]
    public void Apply_NoSuchName_ListsTheParameters()
    {
        var error = Assert.Throws<ArgumentException>(() => Init.Apply(new Linear(2, 3, new Rng(1)), "wieght", InitScheme.HeNormal, new Rng(1)));
        Assert.StartsWith("Init.Apply: expected part of a parameter's name, got 'wieght'. The model has weight, bias.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_SameSeedInDoublePrecision_DrawsTheSame()
    {
        (Linear single, Linear wide) = (new Linear(4, 5, new Rng(1)), new Linear(4, 5, new Rng(2)));
        wide.To(DType.Float64);
        Init.Apply(single, "", InitScheme.HeUniform, new Rng(3));
        Init.Apply(wide, "", InitScheme.HeUniform, new Rng(3));
        Assert.Equal(single.Weight.Value.ToFloats(), wide.Weight.Value.ToFloats());
    }

    /// <summary>All within the bound, and near it somewhere.</summary>
    static void AssertFills(Parameter parameter, double bound)
    {
        double largest = parameter.Value.ToDoubles().Max(Math.Abs);
        Assert.InRange(largest, 0.97 * bound, bound);
    }

    sealed class Model : Module
    {
        public Model()
        {
            Lstm = Register("lstm", new Lstm(20, 10, new Rng(1)));
            Norm = Register("norm", new LayerNorm(3));
            Register("conv", new Conv1d(20, 10, 3, new Rng(1)));
        }

        public Lstm Lstm { get; }

        public LayerNorm Norm { get; }
    }
}
