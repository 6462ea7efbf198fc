namespace Unfold.Inspection;

/// <summary>One copy of the unfolded network: see <see cref="Unfold.Lab.UnfoldedStep"/>.</summary>
/// <param name="Word">The word.</param>
/// <param name="Tag">The tag it should get.</param>
/// <param name="Predicted">The tag it gets.</param>
/// <param name="Probability">The probability of the tag it should get.</param>
/// <param name="State">[H]: h_t.</param>
/// <param name="Local">[H]: the part of ∂L/∂h_t through this step's own output.</param>
/// <param name="Carried">[H]: the part that came back from the next step.</param>
/// <param name="Gradient">[H]: their sum.</param>
/// <param name="JacobianNorm">The largest singular value of ∂h_t/∂h_(t−1).</param>
/// <param name="ProductNorm">The largest singular value of ∂h_T/∂h_t; 1 at the last step.</param>
/// <param name="LastOnly">The norm of the gradient by h_t of the last step's loss alone.</param>
/// <param name="CopyNorms">Norms of what this copy adds to the gradients of W_x, W_h and W_y.</param>
public sealed record LabStep(
    string Word, string Tag, string Predicted, double Probability, IReadOnlyList<double> State, IReadOnlyList<double> Local, IReadOnlyList<double> Carried, IReadOnlyList<double> Gradient,
    double JacobianNorm, double ProductNorm, double LastOnly, IReadOnlyList<double> CopyNorms);
