namespace Unfold;

/// <summary>Data or a recipe that cannot be used: a missing file or column, a broken line, a setting out of range.</summary>
public sealed class DataException : UnfoldException
{
    /// <summary>An error with a message for the user.</summary>
    public DataException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message for the user and the error that led to it.</summary>
    public DataException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <inheritdoc/>
    public override int ExitCode => 2;
}
