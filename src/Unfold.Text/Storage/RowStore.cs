namespace Unfold.Text;

/// <summary>Where the rows of a corpus are; any number of threads may read them.</summary>
abstract class RowStore
{
    /// <summary>How many there are.</summary>
    public abstract int Count { get; }

    /// <summary>Where the numbers made of the rows should be, too; nothing where that is memory.</summary>
    public virtual ScratchFolder? Scratch => null;

    public abstract string Text(int row);

    public abstract string Label(int row);

    public abstract string Group(int row);

    public abstract int Line(int row);

    /// <summary>Whether a text is nothing but white space.</summary>
    public abstract bool IsBlank(int row);

    public abstract LabelledText this[int row] { get; }
}
