namespace Unfold.Inspection;

/// <summary>How often lenses look at what would cost too much at every step; everything else is exact.</summary>
/// <remarks>
/// Measured on a step of 32 texts of 25 words with 32 units, which takes half a millisecond. What is averaged over an epoch of hundreds of steps
/// is known well enough from every sixteenth or thirty-second. Of a thinned lens each is the next larger multiple of the stride.
/// </remarks>
static class Sampling
{
    /// <summary>Squares of every gate's gradient, as much to read as all gates, and histograms by lag: only their epoch is kept, and the gain, a median.</summary>
    public const int GateGradients = 16;

    /// <summary>Distributions of gates: four times the states to read.</summary>
    public const int Gates = 16;

    /// <summary>Distributions of states; whether a ReLU unit lives is looked at in every step that the lens sees.</summary>
    public const int States = 32;

    /// <summary>Norms of single rows of an embedding's gradient; touches are counted in every step, looked at or not.</summary>
    public const int EmbeddingRows = 16;

    /// <summary>Rows of a batch that enter histograms, evenly chosen: counting into bins has no vector form. Means and shares take all rows.</summary>
    public const int HistogramRows = 96;

    /// <summary>Lags that are kept: further back than that a text is a book, and its profile a file.</summary>
    public const int Lags = 4096;
}
