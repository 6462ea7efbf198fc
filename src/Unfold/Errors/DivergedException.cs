namespace Unfold;

/// <summary>A run whose loss or gradients stopped being finite numbers.</summary>
public sealed class DivergedException : UnfoldException
{
    /// <summary>An error with a message for the user.</summary>
    public DivergedException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message for the user and the error that led to it.</summary>
    public DivergedException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <inheritdoc/>
    public override int ExitCode => 3;
}
