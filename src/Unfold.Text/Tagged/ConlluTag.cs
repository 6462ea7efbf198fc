namespace Unfold.Text;

/// <summary>Which column of CoNLL-U is the tag.</summary>
public enum ConlluTag
{
    /// <summary>Column 4: one of the 17 universal parts of speech.</summary>
    Upos,

    /// <summary>Column 5: the language's own tag.</summary>
    Xpos,
}
