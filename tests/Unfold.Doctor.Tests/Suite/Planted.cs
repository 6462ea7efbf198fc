using Unfold.Inspection;

namespace Unfold.Doctor.Tests;

/// <summary>A planted fault in a line: what is expected, what is planted, and how it trains.</summary>
/// <param name="id">The finding that is expected as the first cause.</param>
/// <param name="name">What is planted into what.</param>
/// <param name="train">The seed and whether the fault is left out, to the findings.</param>
sealed class Planted(string id, string name, Func<ulong, bool, IReadOnlyList<Finding>> train) : PlantedFault
{
    public override string Id => id;
    public override string Name => name;
    public override string? FromSeed => Project;
    public override FindingSeverity Expected => AtLeast;
    public override IReadOnlyList<string> Besides => Also;

    /// <summary>The earlier project that had it.</summary>
    public string? Project { get; init; }

    public FindingSeverity AtLeast { get; init; } = FindingSeverity.Warning;

    /// <summary>Findings that are true besides.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    public override IReadOnlyList<Finding> Train(ulong seed, bool healthy) => train(seed, healthy);
}
