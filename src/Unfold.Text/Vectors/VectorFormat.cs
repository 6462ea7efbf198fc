namespace Unfold.Text;

/// <summary>How a file of word vectors is written. Any of them may be packed with gzip.</summary>
public enum VectorFormat
{
    /// <summary>Told by the file itself.</summary>
    Detect,

    /// <summary>A word and its numbers a line, blanks between: GloVe; with a first line of two numbers, how many words and how wide: word2vec's and fastText's text.</summary>
    Text,

    /// <summary>word2vec's binary: the line of two numbers, then for each word its bytes, a blank, and its numbers in four bytes each.</summary>
    Binary,
}
