namespace Unfold.Inspection;

/// <summary>What was measured of a model by experiments, before its training or at any other time; rules judge it.</summary>
/// <remarks>A check that did not fit into the time, or did not apply, is missing and stands among <see cref="Omitted"/> with its reason.</remarks>
public sealed record ChecksDocument
{
    /// <summary>Time of all checks together, in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>What they were allowed to take, in seconds.</summary>
    public double BudgetSeconds { get; init; }

    /// <summary>Time of each check by its name, in seconds.</summary>
    public IReadOnlyDictionary<string, double> Took { get; init; } = new OrderedDictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The loss of the untrained model.</summary>
    public InitialLossCheck? InitialLoss { get; init; }

    /// <summary>The weights and the outputs of the layers as they are.</summary>
    public InitialisationCheck? Initialisation { get; init; }

    /// <summary>How its parts are used in one pass.</summary>
    public StructureCheck? Structure { get; init; }

    /// <summary>Whether an answer depends on the other examples of its batch.</summary>
    public MixingCheck? Mixing { get; init; }

    /// <summary>Whether a state depends on what is read after it.</summary>
    public CausalityCheck? Causality { get; init; }

    /// <summary>The same batch in training and in evaluation mode.</summary>
    public ModesCheck? Modes { get; init; }

    /// <summary>Gradients beside central differences.</summary>
    public GradientsCheck? Gradients { get; init; }

    /// <summary>One batch trained on again and again, on a copy of the weights.</summary>
    public OverfitCheck? Overfit { get; init; }

    /// <summary>What the model makes of its input after that.</summary>
    public InputCheck? Input { get; init; }

    /// <summary>Where its outputs lie after that.</summary>
    public OutputsCheck? Outputs { get; init; }

    /// <summary>What five pads more change after that; missing where padding is not read.</summary>
    public PaddingCheck? Padding { get; init; }

    /// <summary>A training with and one without an inspector; only where somebody compared them.</summary>
    public WatchingCheck? Watching { get; init; }

    /// <summary>Checks that were not made, with the reason.</summary>
    public IReadOnlyList<OmittedCheck> Omitted { get; init; } = [];
}
