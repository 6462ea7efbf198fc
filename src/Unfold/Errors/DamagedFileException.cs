namespace Unfold;

/// <summary>A file that is damaged, cut short, or of a format that this version does not read.</summary>
public sealed class DamagedFileException : UnfoldException
{
    /// <summary>An error with a message for the user.</summary>
    public DamagedFileException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message for the user and the error that led to it.</summary>
    public DamagedFileException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <inheritdoc/>
    public override int ExitCode => 4;
}
