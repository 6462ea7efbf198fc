namespace Unfold.Text;

/// <summary>How long the sequences of a corpus may be.</summary>
public sealed record EncodingOptions
{
    /// <summary>The most tokens that are kept of a text; none: all.</summary>
    /// <value>all</value>
    public int? MaxLength { get; init; }

    /// <summary>The end that is cut.</summary>
    /// <value><see cref="TextEnd.Post"/></value>
    public TextEnd Truncation { get; init; } = TextEnd.Post;

    /// <summary>
    /// Fills every shorter sequence up to this length with <c>&lt;pad&gt;</c> and counts the pads as words. It is here to
    /// reproduce experiments that did so; sequences carry their lengths, so nothing else needs it.
    /// </summary>
    /// <value>no padding</value>
    public int? PadToLength { get; init; }

    /// <summary>The end at which pads stand.</summary>
    /// <value><see cref="TextEnd.Post"/></value>
    public TextEnd Padding { get; init; } = TextEnd.Post;

    /// <summary>A special that stands before every text, and is the first to go where the beginning is cut; none: nothing does.</summary>
    /// <value>none</value>
    /// <remarks>Keras's IMDB ids have one: <c>keras.datasets.imdb.load_data(start_char=1)</c>.</remarks>
    public string? Start { get; init; }

    /// <summary>Leaves words out that the vocabulary does not have, instead of giving them its default number.</summary>
    /// <value>false</value>
    public bool DropUnknown { get; init; }

    internal void Validate(Vocabulary vocabulary)
    {
        if (Start is not null && !vocabulary.TryGetId(Start, out _)) throw new DataException(
            $"Encoding: expected a vocabulary with the start token \"{Start}\", got one without. Build the vocabulary with it among its specials, or leave Start out.");
        if (MaxLength is < 1) throw new DataException($"Encoding: expected a MaxLength of at least 1, got {MaxLength}. Leave it out to keep whole texts.");
        if (PadToLength is < 1) throw new DataException($"Encoding: expected a PadToLength of at least 1, got {PadToLength}. Leave it out to pad nothing.");
        if (PadToLength is not null && vocabulary.PadIndex is null) throw new DataException(
            $"Encoding: expected a vocabulary with {VocabularyOptions.Pad} among its specials, got one without. Padding needs it; build the vocabulary with it or leave PadToLength out.");
    }
}
