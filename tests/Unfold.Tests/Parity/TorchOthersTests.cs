using System.Text.Json;
using Unfold.Nn;
using Unfold.Tests.Recurrent;

namespace Unfold.Tests.Parity;

/// <summary>The numbers of reference/torch_recurrent.py for losses, Linear and Embedding.</summary>
public class TorchOthersTests
{
    static readonly JsonElement Reference = ReferenceNumbers.Load("torch_recurrent.json").GetProperty("others");

    public static TheoryData<DType, string> Losses
    {
        get
        {
            var data = new TheoryData<DType, string>();
            foreach (DType dtype in Enum.GetValues<DType>())
            {
                foreach (JsonProperty loss in Reference.GetProperty($"{dtype}").GetProperty("losses").EnumerateObject()) data.Add(dtype, loss.Name);
            }
            return data;
        }
    }

    [Theory, MemberData(nameof(Losses))]
    public void Loss_EqualsPyTorch(DType dtype, string name)
    {
        double[] weights = [0.5, 2, 1.25];
        float[] answers = [1, 0, 1, 1, 0, 0.25f];
        int[] classes = [2, 0, 1, 2];
        Tensor z = name switch
        {
            "bce_large" => Cells.Fill(new Shape(6), 1, 80, dtype, requiresGrad: true),
            _ when name.StartsWith("bce", StringComparison.Ordinal) => Cells.Fill(new Shape(6), 1, 4, dtype, requiresGrad: true),
            _ => Cells.Fill(new Shape(4, 3), 2, 3, dtype, requiresGrad: true),
        };
        Tensor loss = name switch
        {
            "bce" or "bce_large" => BinaryCrossEntropy.WithLogits(z, answers),
            "bce_pos_weight" => BinaryCrossEntropy.WithLogits(z, answers, positiveWeight: 3.5),
            "ce" => CrossEntropy.WithLogits(z, classes),
            "ce_weights" => CrossEntropy.WithLogits(z, classes, new() { ClassWeights = weights }),
            "ce_smoothing" => CrossEntropy.WithLogits(z, classes, new() { LabelSmoothing = 0.1 }),
            "ce_weights_smoothing" => CrossEntropy.WithLogits(z, classes, new() { ClassWeights = weights, LabelSmoothing = 0.2 }),
            _ => throw new InvalidOperationException($"no twin of {name}"),
        };
        JsonElement expected = Reference.GetProperty($"{dtype}").GetProperty("losses").GetProperty(name);
        Near.All([expected.GetProperty("loss").GetDouble()], [loss.Item()], Tolerance(dtype), name);
        loss.Backward();
        Near.All(expected.GetProperty("d_logits").Doubles(), z.Grad!.ToDoubles(), Tolerance(dtype), "d_logits");
    }

    [Theory]
    [InlineData(DType.Float64), InlineData(DType.Float32)]
    public void Linear_EqualsPyTorch(DType dtype)
    {
        var linear = new Linear(3, 4, new Rng(1));
        linear.To(dtype);
        Cells.Set(linear.Weight, Cells.Fill(new Shape(4, 3), 0, 0.6, dtype));
        Cells.Set(linear.Bias!, Cells.Fill(new Shape(4), 1, 0.6, dtype));
        Tensor x = Cells.Fill(new Shape(2, 5, 3), 50, 1, dtype, requiresGrad: true);
        Tensor y = linear.Forward(x);
        JsonElement expected = Reference.GetProperty($"{dtype}").GetProperty("linear");
        Near.All(expected.GetProperty("output").Doubles(), y.ToDoubles(), Tolerance(dtype), "output");
        Cells.Weigh(y, 70).Backward();
        Near.All(expected.GetProperty("d_weight").Doubles(), linear.Weight.Gradient.ToDoubles(), Tolerance(dtype), "weight");
        Near.All(expected.GetProperty("d_bias").Doubles(), linear.Bias!.Gradient.ToDoubles(), Tolerance(dtype), "bias");
        Near.All(expected.GetProperty("d_x").Doubles(), x.Grad!.ToDoubles(), Tolerance(dtype), "x");
    }

    [Theory]
    [InlineData(DType.Float64), InlineData(DType.Float32)]
    public void Embedding_EqualsPyTorch(DType dtype)
    {
        var embedding = new Embedding(6, 3, new Rng(1), paddingIndex: 0);
        embedding.To(dtype);
        Cells.Set(embedding.Weight, Cells.Fill(new Shape(6, 3), 0, 0.6, dtype));
        Tensor y = embedding.Forward(SequenceBatch.FromIds([[1, 2, 2, 5, 0, 5, 4, 1]])).Values;
        JsonElement expected = Reference.GetProperty($"{dtype}").GetProperty("embedding");
        Near.All(expected.GetProperty("output").Doubles(), y.ToDoubles(), Tolerance(dtype), "output");
        Cells.Weigh(y, 70).Backward();
        Near.All(expected.GetProperty("d_weight").Doubles(), embedding.Weight.Gradient.ToDoubles(), Tolerance(dtype), "weight");
        Assert.True(embedding.Weight.Gradient.IsRowSparse);
        Assert.DoesNotContain(0, embedding.Weight.Gradient.Rows.ToArray());
    }

    static double Tolerance(DType dtype) => dtype == DType.Float64 ? 1e-12 : 1e-6;
}
