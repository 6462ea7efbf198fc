using Unfold.Nn;

namespace Unfold.Tests.Recurrent;

/// <summary>A layer without an initial state begins at zeros, and does not multiply them.</summary>
public class ZeroStateTests
{
    static readonly DType[] Precisions = [DType.Float32, DType.Float64];

    public static TheoryData<string> Names => [.. Cells.Names];

    [Theory, MemberData(nameof(Names))]
    public void Forward_WithoutState_EqualsGivenZerosInEverything(string cell)
    {
        foreach (DType dtype in Precisions)
        {
            double[][] without = Pass(cell, dtype, [5, 1, 9, 3, 9, 0, 2, 7], given: false), with = Pass(cell, dtype, [5, 1, 9, 3, 9, 0, 2, 7], given: true);
            Assert.Equal(with.Length, without.Length);
            for (int i = 0; i < with.Length; i++) Assert.Equal(with[i], without[i]);
            Assert.All(with, static numbers => Assert.Contains(numbers, static x => x != 0));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Forward_OneStepWithoutState_DoesNotTouchTheStatesWeights(string cell)
    {
        foreach (DType dtype in Precisions)
        {
            Assert.All(Pass(cell, dtype, [1, 1, 1], given: false, stateWeight: double.NaN), static numbers => Assert.All(numbers, static x => Assert.True(double.IsFinite(x))));
            Assert.Contains(Pass(cell, dtype, [1, 1, 1], given: true, stateWeight: double.NaN)[0], double.IsNaN);
        }
    }

    /// <summary>Output, final states, gradients of the input and of all parameters of one layer in two directions.</summary>
    static double[][] Pass(string cell, DType dtype, int[] lengths, bool given, double? stateWeight = null)
    {
        const int Inputs = 5, Units = 19;
        Nn.Recurrent module = Cells.Make(cell, Inputs, Units, new RecurrentOptions { Bidirectional = true });
        module.To(dtype);
        foreach (Parameter parameter in module.Parameters.Where(p => stateWeight is not null && p.Name.StartsWith("weight_hh", StringComparison.Ordinal)))
            Cells.Set(parameter, Tensor.From([.. Enumerable.Repeat(stateWeight!.Value, parameter.Shape.Length)], parameter.Shape).To(dtype));
        Tensor x = Cells.Fill(new Shape(lengths.Sum(), Inputs), 2, 1, dtype, requiresGrad: true);
        Tensor[] zeros = given ? [.. Enumerable.Range(0, Cells.States(cell)).Select(_ => Tensor.Zeros(new Shape(2, lengths.Length, Units), dtype, requiresGrad: true))] : [];
        (SequenceTensor output, Tensor[] finals) = Cells.Forward(module, new SequenceTensor(SequenceLayout.Of(lengths), x), zeros);
        Tensor loss = finals.Aggregate(Cells.Weigh(output.Values, 3), static (sum, final) => sum + Cells.Weigh(final, 4));
        loss.Backward();
        return [output.Values.ToDoubles(), .. finals.Select(static f => f.ToDoubles()), x.Grad!.ToDoubles(), .. module.Parameters.Select(static p => p.Gradient.ToDoubles())];
    }
}
