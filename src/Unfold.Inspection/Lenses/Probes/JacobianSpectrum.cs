using System.Numerics;
using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>How a state depends on the states before it: singular values of ∂h(T)/∂h(T − lag), Lyapunov exponents, one-step Jacobians.</summary>
/// <remarks>
/// T is the last real token: padding behind it is left out, and a reverse direction is followed from the first token, where it ends. Of an
/// Lstm it is the joint state (h, c), since the cell carries what h does not show. The derivatives are exact and computed in double precision,
/// the long products by QR steps, so that the smallest singular value is right too. Large layers are looked at with fewer examples, then
/// over fewer lags, then with fewer one-step Jacobians.
/// Source: R. Vogt et al., "On Lyapunov Exponents for RNNs", 2020; R. Engelken, "Gradient flossing", 2023.
/// </remarks>
public sealed class JacobianSpectrum : Lens
{
    const int Leading = 4;
    const int FewestLags = 16;
    const double MostWork = 3e7; // cubes of the size of a state, summed over factors: about a tenth of a second
    readonly int _examples;
    readonly int _lags;
    readonly int _clouds;
    readonly Dictionary<string, LongProduct> _products = [];
    LensContext? _context;

    /// <summary>A lens on every recurrent layer and direction.</summary>
    /// <param name="examples">At most so many of the probe's examples: the first with two tokens or more.</param>
    /// <param name="lags">At most so many steps back.</param>
    /// <param name="oneStep">At most so many one-step Jacobians, evenly chosen, for eigenvalues, radius and largest singular value.</param>
    public JacobianSpectrum(int examples = 6, int lags = 64, int oneStep = 12)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(examples);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lags);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(oneStep);
        (_examples, _lags, _clouds) = (examples, lags, oneStep);
    }

    /// <inheritdoc/>
    public override string Name => "jacobian";

    /// <inheritdoc/>
    public override LensCalls Calls => LensCalls.None;

    /// <inheritdoc/>
    public override bool Probes => true;

    /// <inheritdoc/>
    public override void Begin(LensContext context)
    {
        _context = context;
        _products.Clear();
    }

    /// <inheritdoc/>
    public override void OnProbe(ProbeRun probe)
    {
        int[][] texts = [.. probe.Probe.Sequences.Where(text => probe.Probe.RealLength(text) > 1).Take(_examples)];
        if (texts.Length == 0)
            return;
        int[] lengths = [.. texts.Select(text => probe.Probe.RealLength(text))];
        probe.Look(texts, view =>
        {
            foreach (RecurrentPass pass in view.Passes)
            {
                if (PassRows.Lengths(pass, view.Batch.Layout, lengths) is { } steps && steps.Max() > 1)
                    OfPass(pass, steps);
            }
        });
    }

    void OfPass(RecurrentPass pass, int[] lengths)
    {
        StepJacobian step = new(pass);
        int size = step.Size;
        double cube = (double)size * size * size;
        int lags = Math.Min(_lags, lengths.Max() - 1);
        int examples = (int)Math.Clamp(MostWork / (cube * lags), 1, lengths.Length);
        lags = (int)Math.Clamp(MostWork / cube, Math.Min(lags, FewestLags), lags);
        if (!_products.TryGetValue(pass.Name, out LongProduct? product) || product.LogDiagonal.Length != size)
            _products[pass.Name] = product = new(size);

        GainCurve curve = new(Math.Min(Leading + 1, size), lags);
        double[] jacobian = new double[size * size], singular = new double[size], exponents = new double[size];
        int factors = 0;
        for (int example = 0; example < examples; example++)
        {
            product.Clear();
            for (int lag = 1; lag <= Math.Min(lags, lengths[example] - 1); lag++)
            {
                OneStep(pass, step, example, lengths[example], lag, jacobian);
                product.Append(jacobian);
                product.Singular(singular);
                curve.Add(lag, singular);
            }
            for (int i = 0; i < size; i++)
                exponents[i] += product.LogDiagonal[i];
            factors += product.Count;
        }
        if (factors == 0)
            return; // what is left of these texts has no two steps
        for (int i = 0; i < size; i++)
            exponents[i] /= factors;
        Array.Sort(exponents, (a, b) => b.CompareTo(a));
        _context!.Write(pass.Name, "singular", curve.Means(), curve.Values, start: 1);
        _context.Write(pass.Name, "exponents", Array.ConvertAll(exponents, value => (float)value));
        Push(pass, "exponent", exponents[0]);
        Push(pass, "memory", curve.FirstBelow(1 / Math.E));
        Clouds(pass, step, lengths, (int)Math.Clamp(MostWork / (10 * cube), Math.Min(2, _clouds), _clouds));
    }

    /// <summary>Eigenvalues and norms of some one-step Jacobians, evenly chosen among all steps of all examples.</summary>
    void Clouds(RecurrentPass pass, StepJacobian step, int[] lengths, int most)
    {
        (int Example, int Lag)[] all = [.. Enumerable.Range(0, lengths.Length).SelectMany(example => Enumerable.Range(1, Math.Max(0, lengths[example] - 1)).Select(lag => (example, lag)))];
        int count = Math.Min(most, all.Length);
        Complex[] cloud = new Complex[count * step.Size];
        double[] radii = new double[count], largest = new double[count], jacobian = new double[step.Size * step.Size];
        for (int i = 0; i < count; i++)
        {
            (int example, int lag) = all[(int)((i + 0.5) * all.Length / count)];
            OneStep(pass, step, example, lengths[example], lag, jacobian);
            Complex[] eigenvalues = Eigenvalues.Of(jacobian, step.Size);
            eigenvalues.CopyTo(cloud, i * step.Size);
            radii[i] = Eigenvalues.Radius(eigenvalues);
            largest[i] = SingularValues.Of(jacobian, step.Size, step.Size)[0];
        }
        _context!.Write(pass.Name, "eigenvalues", Spectrum.Plane(cloud), rows: 2);
        Push(pass, "radius", Distribution.Of(radii).P50);
        Push(pass, "largest", Distribution.Of(largest).P50);
    }

    /// <summary>∂h(T − lag + 1)/∂h(T − lag).</summary>
    static void OneStep(RecurrentPass pass, StepJacobian step, int example, int length, int lag, Span<double> to) => step.At(
        pass.Layout.Row(example, PassRows.StepAt(pass, length, lag - 1)), pass.Layout.Row(example, PassRows.StepAt(pass, length, lag)), to);

    void Push(RecurrentPass pass, string statistic, double value) => _context!.Open(RecordTable.Epoch, pass.Name, statistic).Push(value);
}
