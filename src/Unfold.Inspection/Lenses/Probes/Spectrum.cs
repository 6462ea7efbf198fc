using System.Numerics;
using Unfold.Serialization;

namespace Unfold.Inspection;

/// <summary>Eigenvalues and singular values of every recurrent matrix, gate by gate.</summary>
/// <remarks>
/// radius ρ = max |eigenvalue|; largest σ₁, smallest σ_min, condition σ₁/σ_min (∞ for a singular matrix); orthogonality ‖WᵀW − I‖_F / H,
/// 0 for an orthogonal one; stable rank ‖W‖²_F / σ₁². A plain layer forgets where σ₁ times the largest slope of its non-linearity is below 1.
/// Source: R. Pascanu, T. Mikolov, Y. Bengio, "On the difficulty of training recurrent neural networks", 2013.
/// </remarks>
public sealed class Spectrum : Lens
{
    readonly List<Block> _blocks = [];
    LensContext? _context;
    bool _probed;

    /// <inheritdoc/>
    public override string Name => "spectrum";

    /// <inheritdoc/>
    public override LensCalls Calls => LensCalls.None;

    /// <inheritdoc/>
    public override bool Probes => true;

    /// <inheritdoc/>
    public override void Begin(LensContext context)
    {
        (_context, _probed) = (context, false);
        _blocks.Clear();
        foreach ((string series, Parameter weight, int firstRow) in RecurrentGates.Blocks(context.Modules))
        {
            Series Open(string statistic) => context.Open(RecordTable.Epoch, series, statistic);
            _blocks.Add(new(series, weight, firstRow, Open("radius"), Open("largest"), Open("smallest"), Open("condition"), Open("orthogonality"), Open("stableRank")));
        }
    }

    /// <inheritdoc/>
    public override void OnProbe(ProbeRun probe)
    {
        _probed = true;
        Measure();
    }

    /// <summary>Weights need no probe batch: where there is none, they are looked at all the same.</summary>
    public override void OnEpochEnd(int epoch)
    {
        if (!_probed)
            Measure();
    }

    /// <inheritdoc/>
    public override void Keep(KeptState state) => _probed = state.Flag("probed", _probed);

    void Measure()
    {
        foreach (Block block in _blocks)
        {
            int units = block.Weight.Shape[1];
            double[] matrix = new double[units * units];
            PassRows.Read(block.Weight.Value, block.FirstRow * units, matrix);
            Complex[] eigenvalues = Eigenvalues.Of(matrix, units);
            double[] singular = SingularValues.Of(matrix, units, units);
            double squares = 0, fromOne = 0;
            foreach (double value in singular)
            {
                squares += value * value;
                fromOne += ((value * value) - 1) * ((value * value) - 1);
            }
            block.Radius.Push(Eigenvalues.Radius(eigenvalues));
            block.Largest.Push(singular[0]);
            block.Smallest.Push(singular[^1]);
            block.Condition.Push(singular[0] / singular[^1]);
            block.Orthogonality.Push(Math.Sqrt(fromOne) / units);
            block.StableRank.Push(squares / (singular[0] * singular[0]));
            _context!.Write(block.Name, "eigenvalues", Plane(eigenvalues), rows: 2);
            _context.Write(block.Name, "singular", Array.ConvertAll(singular, value => (float)value));
        }
    }

    /// <summary>[2, n]: real parts, imaginary parts.</summary>
    internal static float[] Plane(ReadOnlySpan<Complex> values)
    {
        float[] plane = new float[2 * values.Length];
        for (int i = 0; i < values.Length; i++)
            (plane[i], plane[values.Length + i]) = ((float)values[i].Real, (float)values[i].Imaginary);
        return plane;
    }

    sealed record Block(
        string Name, Parameter Weight, int FirstRow, Series Radius, Series Largest, Series Smallest, Series Condition, Series Orthogonality, Series StableRank);
}
