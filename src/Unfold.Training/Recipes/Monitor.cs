namespace Unfold.Training;

/// <summary>What an epoch is judged by, on validation.</summary>
public enum Monitor
{
    /// <summary>The mean loss; smaller is better.</summary>
    Loss,

    /// <summary>The share of right answers.</summary>
    Accuracy,

    /// <summary>F1 of the positive class, or the mean over the classes where there are more than two.</summary>
    F1,

    /// <summary>Average precision of the positive class; two classes only.</summary>
    AveragePrecision,
}
