using Unfold.Inspection;

namespace Unfold.Doctor.Tests;

/// <summary>A fault put into a training on purpose, and the same training without it.</summary>
/// <remarks>
/// The suite asks two things. Of the planted run: is the finding there, and does it stand as the first cause? Of the healthy twin: is there no critical finding, and not
/// this one, as severe as expected? A training takes less than a second. Listed in the faults of its group, such as <c>StepsFaults</c>.
/// </remarks>
abstract class PlantedFault
{
    /// <summary>The finding that is expected as the first cause, such as "D15".</summary>
    public abstract string Id { get; }

    /// <summary>What is planted into what, in a few words, unique in the suite: "learning rate of 1, tanh RNN on opinions".</summary>
    public abstract string Name { get; }

    /// <summary>The earlier project that had this very fault, such as "002"; none where none is known.</summary>
    public virtual string? FromSeed => null;

    /// <summary>How severe the finding must be at least in the planted run, and may not be in the twin.</summary>
    public virtual FindingSeverity Expected => FindingSeverity.Warning;

    /// <summary>Findings that are true of the planted run too without being caused by the fault: the imbalance of a data set that is made unbalanced for it.</summary>
    public virtual IReadOnlyList<string> Besides => [];

    /// <summary>Findings that say of the same event what this one says: either may stand first. A loss that jumps and a gradient that explodes are seen in one step.</summary>
    public virtual IReadOnlyList<string> Alike => [];

    /// <summary>Trains, and lets the rules look.</summary>
    /// <param name="seed">Where the data, the weights and the order come from.</param>
    /// <param name="healthy">Whether the fault is left out.</param>
    /// <returns>The findings, in the order of <see cref="Rules.Check(RunEvidence)"/>.</returns>
    public abstract IReadOnlyList<Finding> Train(ulong seed, bool healthy);

    public override string ToString() => $"{Id} {Name}";
}
