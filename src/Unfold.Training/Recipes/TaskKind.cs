namespace Unfold.Training;

/// <summary>What a recipe learns.</summary>
public enum TaskKind
{
    /// <summary>One class for a whole text.</summary>
    Classification,

    /// <summary>A tag for each word of a sentence.</summary>
    Tagging,
}
