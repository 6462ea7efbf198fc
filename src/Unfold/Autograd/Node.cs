namespace Unfold;

/// <summary>One recorded operation: what it made, and how its gradient flows back. Forward and backward stand in one file.</summary>
abstract class Node(Tensor output)
{
    /// <summary>What the operation made.</summary>
    public Tensor Output { get; } = output;

    /// <summary>Whether a gradient has arrived at what the operation made; where none has, there is nothing to pass on.</summary>
    public virtual bool HasGradient => Output.HasGradient;

    /// <summary>Adds this operation's share to the gradients of its inputs.</summary>
    public abstract void Backward();
}
