namespace Unfold.Lab;

/// <summary>The gradient of a sentence's loss with respect to the four matrices of a <see cref="PlainRnn"/>.</summary>
/// <param name="model">Gives the shapes; the gradients start as zeros.</param>
public sealed class PlainRnnGradients(PlainRnn model)
{
    /// <summary>[words, embedding]; zero but for the rows of the sentence's words.</summary>
    public double[,] We { get; } = Zeros(model.We);

    /// <summary>[hidden, embedding].</summary>
    public double[,] Wx { get; } = Zeros(model.Wx);

    /// <summary>[hidden, hidden].</summary>
    public double[,] Wh { get; } = Zeros(model.Wh);

    /// <summary>[tags, hidden].</summary>
    public double[,] Wy { get; } = Zeros(model.Wy);

    /// <summary>The four in the model's order.</summary>
    public IReadOnlyList<(string Name, double[,] Values)> Layers => [("W_e", We), ("W_x", Wx), ("W_h", Wh), ("W_y", Wy)];

    static double[,] Zeros(double[,] like) => new double[like.GetLength(0), like.GetLength(1)];
}
