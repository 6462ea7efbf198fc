namespace Unfold.Training;

/// <summary>The non-linearity around a hidden layer of the head.</summary>
public enum HeadActivation
{
    /// <summary>None: two linear layers in a row are one.</summary>
    None,

    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>tanh x.</summary>
    Tanh,
}
