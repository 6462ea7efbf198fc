namespace Unfold.Text;

/// <summary>A place that texts with labels are read from.</summary>
public abstract class CorpusSource
{
    /// <summary>The file or place, as errors and reports name it.</summary>
    public abstract string Description { get; }

    /// <summary>Reads everything.</summary>
    /// <exception cref="DataException">The place is not there or what it holds cannot be used.</exception>
    /// <exception cref="DamagedFileException">A compressed file is damaged.</exception>
    public abstract Corpus Read(CancellationToken cancellation = default);
}
