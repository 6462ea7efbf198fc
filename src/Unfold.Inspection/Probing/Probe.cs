using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>A fixed batch of examples on which the expensive questions are asked, and how to ask the model.</summary>
/// <param name="sequences">The token ids of each example, as the model gets them: with padding, where it is trained with padding.</param>
/// <param name="labels">The class of each.</param>
/// <param name="logits">The model: a batch to logits [B, 1] (binary: of class 1) or [B, C].</param>
public sealed class Probe(IReadOnlyList<int[]> sequences, IReadOnlyList<int> labels, Func<SequenceBatch, Tensor> logits)
{
    /// <summary>The token ids of each example.</summary>
    public IReadOnlyList<int[]> Sequences { get; } = Checked(sequences, labels);

    /// <summary>The class of each.</summary>
    public IReadOnlyList<int> Labels { get; } = labels;

    /// <summary>The model.</summary>
    public Func<SequenceBatch, Tensor> Logits { get; } = logits;

    /// <summary>The id that stands for padding, where padding is read as words; null where there is none.</summary>
    public int? Padding { get; init; }

    /// <summary>The word of an id, to show texts; null where nobody says.</summary>
    public Func<int, string>? Word { get; init; }

    /// <summary>The classes' names. <value>Default: their numbers.</value></summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>Examples in a training batch, which the gradient noise scale is compared with; 0 where nobody says.</summary>
    public int BatchSize { get; init; }

    /// <summary>The mean loss of some of the examples by their logits.</summary>
    /// <value>Default: cross-entropy; binary where the logits have one column.</value>
    public Func<Tensor, IReadOnlyList<int>, Tensor> Loss { get; init; } = CrossEntropyOf;

    /// <summary>Steps of a sequence until after its last token that is no padding.</summary>
    public int RealLength(ReadOnlySpan<int> sequence)
    {
        int length = sequence.Length;
        while (length > 0 && sequence[length - 1] == Padding)
            length--;
        return length;
    }

    /// <summary>The name of a class.</summary>
    public string ClassName(int label) => Classes is { } names && label < names.Count ? names[label] : $"{label}";

    static Tensor CrossEntropyOf(Tensor logits, IReadOnlyList<int> labels) => logits.Shape.Columns == 1
        ? BinaryCrossEntropy.WithLogits(logits, [.. labels.Select(label => (float)label)])
        : CrossEntropy.WithLogits(logits, [.. labels]);

    static IReadOnlyList<int[]> Checked(IReadOnlyList<int[]> sequences, IReadOnlyList<int> labels)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        ArgumentNullException.ThrowIfNull(labels);
        return sequences.Count == labels.Count && sequences.Count > 0
            ? sequences
            : throw new ArgumentException($"Probe: expected a label for each of at least one sequence, got {sequences.Count} sequences and {labels.Count} labels.", nameof(labels));
    }
}
