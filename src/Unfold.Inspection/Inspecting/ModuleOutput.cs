using Unfold.Nn;

namespace Unfold.Inspection;

/// <summary>What a module computed.</summary>
/// <param name="Module">The module.</param>
/// <param name="Name">Its path; <c>model</c> for the outermost.</param>
/// <param name="Output">[..., F]; a sequence's output is packed [N, F]. On the way back its <c>Grad</c> is there.</param>
/// <param name="Layout">Where which step of which sequence lies in a packed output; null for others.</param>
/// <param name="Training">Whether gradients are recorded; false in evaluation.</param>
public readonly record struct ModuleOutput(Module Module, string Name, Tensor Output, SequenceLayout? Layout, bool Training);
