namespace Unfold.Nn;

/// <summary>A way to draw first values for weights, where the sizes of the weights say how large they are.</summary>
public enum InitScheme
{
    /// <summary><see cref="Init.XavierUniform"/>.</summary>
    XavierUniform,

    /// <summary><see cref="Init.XavierNormal"/>.</summary>
    XavierNormal,

    /// <summary><see cref="Init.HeUniform"/>.</summary>
    HeUniform,

    /// <summary><see cref="Init.HeNormal"/>.</summary>
    HeNormal,

    /// <summary><see cref="Init.Orthogonal"/>, of stacked gates each by itself; a convolution's weight is taken as [out, in · width].</summary>
    Orthogonal,
}
