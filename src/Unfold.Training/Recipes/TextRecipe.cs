using Unfold.Text;

namespace Unfold.Training;

/// <summary>How a text becomes token ids.</summary>
public sealed record TextRecipe
{
    /// <summary>The tokenizer's name. <value>Default: <c>basic_english</c>.</value></summary>
    public string Tokenizer { get; init; } = "basic_english";

    /// <summary>The largest vocabulary, the specials counted, 3..10000000. <value>Default: 20000.</value></summary>
    public int VocabularySize { get; init; } = 20_000;

    /// <summary>The smallest count of a word that is kept, 1..1000000. <value>Default: 1.</value></summary>
    public int MinCount { get; init; } = 1;

    /// <summary>Tokens of a text that are read; what follows is cut off; 0 reads all, up to 1000000. <value>Default: 256.</value></summary>
    public int MaxLength { get; init; } = 256;

    /// <summary>
    /// Shorter texts get pads up to this length, which the model reads as if they were words, and longer ones are cut to it;
    /// 0 means no padding at all; up to 32768, so that a text from anywhere, however short, costs no more than a long one.
    /// Only to reproduce published experiments: without it the state is read at the last real token. <value>Default: 0.</value>
    /// </summary>
    public int PadToLength { get; init; }

    /// <summary>Which end of a long text is cut off: <c>post</c> keeps its beginning, <c>pre</c> its end. <value>Default: post.</value></summary>
    public TextEnd Truncation { get; init; } = TextEnd.Post;

    /// <summary>At which end <see cref="PadToLength"/> puts its pads. <value>Default: post.</value></summary>
    public TextEnd Padding { get; init; } = TextEnd.Post;

    /// <summary>Where the words come from that have a number: the training part, or <c>model.vectors</c>. <value>Default: training.</value></summary>
    public VocabularySource Vocabulary { get; init; } = VocabularySource.Training;

    /// <summary>What becomes of a word without a number. <value>Default: token.</value></summary>
    public UnknownWords Unknown { get; init; } = UnknownWords.Token;

    /// <summary>The tokens that are no words: <c>plain</c> has pad 0 and unknown 1, <c>keras</c> pad 0, a start before every text 1, unknown 2. <value>Default: plain.</value></summary>
    public SpecialTokens Specials { get; init; } = SpecialTokens.Plain;
}
