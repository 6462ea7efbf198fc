namespace Unfold;

/// <summary>Tensors, sequences or parameters whose shapes do not fit.</summary>
public sealed class ShapeException : UnfoldException
{
    /// <summary>An error with a message for the user.</summary>
    public ShapeException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message for the user and the error that led to it.</summary>
    public ShapeException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <inheritdoc/>
    public override int ExitCode => 70;
}
