namespace Unfold.Text;

/// <summary>An end of a sequence: where it is cut, or where pads are put.</summary>
public enum TextEnd
{
    /// <summary>Behind the last token: the first tokens are kept (post-truncation), pads come last (post-padding).</summary>
    Post,

    /// <summary>Before the first token: the last tokens are kept (pre-truncation), pads come first (pre-padding).</summary>
    Pre,
}
