using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>One pass of a model over some sequences, with all that its modules computed. Tensors can be read until the view returns.</summary>
public sealed class ProbeView
{
    readonly Dictionary<Module, (Tensor Output, SequenceLayout? Layout)> _outputs = [];
    readonly List<RecurrentPass> _passes = [];

    internal ProbeView(SequenceBatch batch) => Batch = batch;

    /// <summary>The sequences.</summary>
    public SequenceBatch Batch { get; }

    /// <summary>[B, 1] or [B, C], in the order of the sequences.</summary>
    public Tensor Logits { get; internal set; } = null!;

    /// <summary>Every recurrent layer and direction, in the order of computation.</summary>
    public IReadOnlyList<RecurrentPass> Passes => _passes;

    /// <summary>What a module computed last; null where it was not asked.</summary>
    public Tensor? OutputOf(Module module) => _outputs.TryGetValue(module, out (Tensor Output, SequenceLayout?) seen) ? seen.Output : null;

    /// <summary>The probability of class 1, or of each class: [B, 1] or [B, C], row-major.</summary>
    public double[] Probabilities()
    {
        double[] logits = Logits.ToDoubles();
        int width = Logits.Shape.Columns;
        if (width == 1)
            return [.. logits.Select(logit => 1 / (1 + Math.Exp(-logit)))];
        double[] result = new double[logits.Length];
        for (int row = 0; row < logits.Length; row += width)
        {
            double largest = logits.AsSpan(row, width).ToArray().Max(), sum = 0;
            for (int i = row; i < row + width; i++)
                sum += result[i] = Math.Exp(logits[i] - largest);
            for (int i = row; i < row + width; i++)
                result[i] /= sum;
        }
        return result;
    }

    internal void Saw(Module module, Tensor output, SequenceLayout? layout) => _outputs[module] = (output, layout);

    internal void Saw(RecurrentPass pass) => _passes.Add(pass);
}
