namespace Unfold.Inspection;

/// <summary>The names of the checks, in the order in which they are made.</summary>
public static class CheckNames
{
    /// <summary>The untrained model's loss.</summary>
    public const string InitialLoss = "initial loss";

    /// <summary>Weights and variances as they are.</summary>
    public const string Initialisation = "initialisation";

    /// <summary>How parts are used.</summary>
    public const string Structure = "structure";

    /// <summary>Examples must not depend on one another.</summary>
    public const string Mixing = "examples must not mix";

    /// <summary>States must not depend on later words.</summary>
    public const string Causality = "causality";

    /// <summary>Training against evaluation mode.</summary>
    public const string Modes = "training and evaluation mode";

    /// <summary>Gradients against central differences.</summary>
    public const string Gradients = "gradients";

    /// <summary>One batch, again and again.</summary>
    public const string Overfit = "overfit one batch";

    /// <summary>Input exchanged and shuffled.</summary>
    public const string Input = "input";

    /// <summary>The range of the outputs.</summary>
    public const string Outputs = "outputs";

    /// <summary>More padding.</summary>
    public const string Padding = "padding";
}
