namespace Unfold.Nn;

/// <summary>What a convolution does at the ends of a text. Beyond them there are zero vectors, never the words of a neighbour or padding ids.</summary>
public enum ConvolutionPadding
{
    /// <summary>Only windows that lie inside the text: T − width + 1 of them. A text shorter than the width keeps one, filled up with zeros behind its end.</summary>
    Valid,

    /// <summary>A window for every step: (width − 1) / 2 steps before it, rounded down, and the others behind it.</summary>
    Same,
}
