namespace Unfold.Tests.OpCases;

/// <summary>What every case of the table must satisfy.</summary>
static class OpChecks
{
    public const double GradientBound = 1e-7;

    public static void Close(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])),
                $"element {i}: expected {expected[i]:R}, got {actual[i]:R}, tolerance {tolerance}");
        }
    }

    public static void Gradient(OpCase op)
    {
        IReadOnlyList<GradientCheckEntry> entries = Check(op, y => y);
        foreach (GradientCheckEntry entry in entries)
        {
            Assert.True(entry.MaxRelativeError <= GradientBound, $"{op.Name}: {entry}");
        }
        Assert.Contains(entries, entry => entry.Checked > 0);
    }

    /// <summary>A millionth too much in the gradient that comes in must show in every input and parameter that has a gradient at all.</summary>
    public static void PlantedFactor(OpCase op)
    {
        foreach (GradientCheckEntry entry in Check(op, y => GradientWithFactor.Apply(y, 1.000001)))
        {
            Assert.True(entry.MaxRelativeError > GradientBound, $"{op.Name}: the planted factor does not show in {entry}");
        }
    }

    static IReadOnlyList<GradientCheckEntry> Check(OpCase op, Func<Tensor, Tensor> planted)
    {
        Tensor[] leaves = op.Leaves(DType.Float64);
        Nn.Module? module = op.Module?.Invoke();
        module?.To(DType.Float64);
        IReadOnlyList<GradientCheckEntry> entries = GradientCheck.Run(
            () => OpCase.Weigh(planted(module is null ? op.Forward(leaves) : op.ModuleForward!(module, leaves))),
            module?.Parameters ?? [],
            leaves.Select((leaf, i) => ($"input {i}", leaf)),
            new GradientCheckOptions { MaxElements = op.MostChecked });
        Assert.Equal(leaves.Length + (module?.Parameters.Count ?? 0), entries.Count);
        return entries;
    }

    sealed class GradientWithFactor(Tensor output, Tensor x, double factor) : Node(output)
    {
        public static Tensor Apply(Tensor x, double factor)
        {
            Tensor y = Tape.Allocate(x.Shape, x.DType, x.RequiresGrad);
            x.Span<double>().CopyTo(y.Span<double>());
            if (y.RequiresGrad) Tape.Record(new GradientWithFactor(y, x, factor));
            return y;
        }

        public override void Backward()
        {
            for (int i = 0; i < x.Length; i++) x.GradientSpan<double>()[i] += factor * Output.GradientSpan<double>()[i];
        }
    }
}
