namespace Unfold.Training;

/// <summary>Where rows go whose text another row has word for word.</summary>
public enum DuplicateRows
{
    /// <summary>Wherever the shuffle puts them, as in published splits: the parts share texts.</summary>
    Anywhere,

    /// <summary>To the same part, so that no held-out text was trained on.</summary>
    Together,
}
