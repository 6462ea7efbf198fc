namespace Unfold.Inspection;

/// <summary>The names of what the memory of a run is needed for, as <see cref="MemoryDocument.Parts"/> has them.</summary>
public static class MemoryParts
{
    /// <summary>The runtime, its code, and what it holds back between two collections.</summary>
    public const string Runtime = "runtime";

    /// <summary>The texts and labels.</summary>
    public const string Texts = "texts";

    /// <summary>The texts as numbers of tokens.</summary>
    public const string Ids = "token ids";

    /// <summary>The vocabulary, and the word vectors that were read from a file.</summary>
    public const string Vocabulary = "vocabulary";

    /// <summary>The model's weights.</summary>
    public const string Weights = "weights";

    /// <summary>Copies of the weights: the best ones, and those at the start, which lenses compare with.</summary>
    public const string BestWeights = "copies of weights";

    /// <summary>Gradients of the parameters.</summary>
    public const string Gradients = "gradients";

    /// <summary>The state of the optimizer.</summary>
    public const string Optimizer = "optimizer";

    /// <summary>What a step computes between token ids and loss, and its gradients.</summary>
    public const string Activations = "activations";

    /// <summary>What the lenses keep.</summary>
    public const string Inspection = "inspection";

    /// <summary>The checks before training, which have a network of their own.</summary>
    public const string Checks = "checks";

    /// <summary>The bag of words, or the linear model beside the network, while it is fitted.</summary>
    public const string Baselines = "linear fit";
}
