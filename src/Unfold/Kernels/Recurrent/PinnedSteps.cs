namespace Unfold.Kernels;

/// <summary><see cref="RaggedSteps"/> in pinned memory.</summary>
readonly unsafe struct PinnedSteps(int* offsets, int* active, int steps)
{
    public readonly int* Offsets = offsets;
    public readonly int* Active = active;
    public readonly int Steps = steps;
}
