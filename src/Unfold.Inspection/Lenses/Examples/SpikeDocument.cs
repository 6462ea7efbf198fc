namespace Unfold.Inspection;

/// <summary>A step that stands out, with the texts of its batch: the document of the note <c>spikes</c> <c>all</c> <c>batch</c>.</summary>
/// <remarks>What is not finite or not known is null.</remarks>
public sealed record SpikeDocument
{
    /// <summary>The epoch; the first is 0.</summary>
    public required int Epoch { get; init; }

    /// <summary>The step; the first is 0.</summary>
    public required long Step { get; init; }

    /// <summary>What stands out: <c>non-finite</c>, <c>gradient norm</c>, <c>loss</c> or <c>update norm</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>Its value in this step.</summary>
    public double? Value { get; init; }

    /// <summary>What it is otherwise: the running median, for a loss the running mean.</summary>
    public double? Typical { get; init; }

    /// <summary>The batch, in its order; empty where the loop does not say its examples.</summary>
    public IReadOnlyList<SpikeExample> Examples { get; init; } = [];

    /// <summary>The smallest lag of <see cref="Profile"/>.</summary>
    public int ProfileStart { get; init; }

    /// <summary>RMS over texts of ‖∂L/∂h‖ in the top recurrent layer of this step, by lag.</summary>
    public IReadOnlyList<double?> Profile { get; init; } = [];
}
