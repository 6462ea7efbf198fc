namespace Unfold;

/// <summary>A recipe or an option that cannot be used as it is: the message names every fault at once.</summary>
public sealed class RecipeException : UnfoldException
{
    /// <summary>The error with its message.</summary>
    public RecipeException(string message)
        : base(message)
    {
    }

    /// <summary>The error with its message and its cause.</summary>
    public RecipeException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <inheritdoc/>
    public override int ExitCode => 2;
}
