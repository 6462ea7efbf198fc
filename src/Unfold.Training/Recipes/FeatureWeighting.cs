namespace Unfold.Training;

/// <summary>What an n-gram that a text has counts.</summary>
public enum FeatureWeighting
{
    /// <summary>1, however often the text has it.</summary>
    Binary,

    /// <summary>(1 + ln count) · (ln((1 + n) / (1 + n_f)) + 1), with n texts of which n_f have it.</summary>
    TfIdf,
}
