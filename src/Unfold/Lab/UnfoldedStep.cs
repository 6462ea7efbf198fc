namespace Unfold.Lab;

/// <summary>One copy of the network unfolded in time: what it computed, and what came back through it.</summary>
/// <remarks>A gradient by a state is ∂L/∂h; L is the mean loss of the sentence.</remarks>
/// <param name="Word">The number of the word it read.</param>
/// <param name="Tag">The number of the tag it should have found.</param>
/// <param name="Probability">What it gave that tag.</param>
/// <param name="State">[H]: h_t.</param>
/// <param name="Local">[H]: the part of ∂L/∂h_t that comes through this step's own output.</param>
/// <param name="Carried">[H]: the part that came back from the step after it, through W_h; zeros at the last step.</param>
/// <param name="Gradient">[H]: their sum, ∂L/∂h_t.</param>
/// <param name="Error">[H]: ∂L/∂z_t, the sum once it has gone through the non-linearity.</param>
/// <param name="Jacobian">[H, H]: ∂h_t/∂h_(t−1) = diag(act'(z_t)) · W_h; at the first step that of h_0 = 0.</param>
/// <param name="Product">[H, H]: ∂h_T/∂h_t, the Jacobians of all later steps multiplied; the identity at the last step.</param>
/// <param name="CopyNorms">Norms of what this copy adds to the gradients of W_x, W_h and W_y, in that order: each is an outer product.</param>
public sealed record UnfoldedStep(
    int Word, int Tag, double Probability, double[] State, double[] Local, double[] Carried, double[] Gradient, double[] Error, double[,] Jacobian, double[,] Product, IReadOnlyList<double> CopyNorms);
