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
        Tensor[] leaves = op.Leaves(DType.Float64);
        Nn.Module? module = op.Module?.Invoke();
        module?.To(DType.Float64);
        IReadOnlyList<GradientCheckEntry> entries = GradientCheck.Run(
            () => OpCase.Weigh(module is null ? op.Forward(leaves) : op.ModuleForward!(module, leaves)),
            module?.Parameters ?? [],
            leaves.Select((leaf, i) => ($"input {i}", leaf)));
        Assert.Equal(leaves.Length + (module?.Parameters.Count ?? 0), entries.Count);
        foreach (GradientCheckEntry entry in entries)
        {
            Assert.True(entry.MaxRelativeError <= GradientBound, $"{op.Name}: {entry}");
        }
        Assert.Contains(entries, entry => entry.Checked > 0);
    }
}
