namespace Unfold.Inspection;

/// <summary>What makes a part of a run's memory smaller.</summary>
/// <param name="Text">What to do, in a sentence.</param>
/// <param name="Setting">The setting of a recipe that does it.</param>
/// <param name="Value">What it is set to; nothing where it is halved.</param>
sealed record MemoryRemedy(string Text, string Setting, string? Value = null)
{
    static readonly MemoryRemedy Rows = new("Keep the texts and their token ids in a file, which is read as they are needed: data.store=file.", "data.store", "file");
    static readonly MemoryRemedy Words = new("Give fewer words and pairs of words a vector (text.vocabularySize, model.bigramRows), or narrower ones (model.embedding): weights, their copies, gradients and the optimizer's state grow with them.", "text.vocabularySize");
    static readonly MemoryRemedy Batches = new("Train on fewer texts at a time (training.batchSize) or on shorter ones (text.maxLength): activations grow with the tokens of a batch.", "training.batchSize");

    /// <summary>That of a part, as <see cref="MemoryParts"/> names it.</summary>
    public static MemoryRemedy Of(string? part) => part switch
    {
        MemoryParts.Baselines => new("Do without the bag of words (baselines.bagOfWords=false) or the linear model (linear.use=none): tables of n-grams grow with the texts.", "baselines.bagOfWords", "false"),
        MemoryParts.Checks => new("Do without the checks before training, which have a network of their own: doctor.checks=false.", "doctor.checks", "false"),
        MemoryParts.Texts or MemoryParts.Ids => Rows,
        MemoryParts.Weights or MemoryParts.Optimizer or MemoryParts.BestWeights or MemoryParts.Gradients or MemoryParts.Vocabulary => Words,
        _ => Batches,
    };
}
