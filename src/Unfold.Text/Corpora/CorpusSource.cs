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

    /// <summary>Reads everything, into a file where a folder for it is given.</summary>
    /// <param name="scratch">Where the rows are put; nothing: into memory. What is made of them goes there, too.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DataException">The place is not there, what it holds cannot be used, or the disk is full.</exception>
    /// <exception cref="DamagedFileException">A compressed file is damaged.</exception>
    public virtual Corpus Read(ScratchFolder? scratch, CancellationToken cancellation)
    {
        Corpus corpus = Read(cancellation);
        return scratch is null ? corpus : corpus.MoveTo(scratch, cancellation);
    }
}
