namespace Unfold;

/// <summary>An error with a sentence for the user: where, what was expected, what was found, what to do.</summary>
/// <remarks>
/// What a message quotes from a file is shown without controls and cut in the middle where it is long. The command line prints <see cref="Exception.Message"/> alone, without a stack trace, and ends with <see cref="ExitCode"/>.
/// </remarks>
public class UnfoldException : Exception
{
    /// <summary>An error with a message for the user.</summary>
    public UnfoldException(string message)
        : base(LegibleText.Of(message))
    {
    }

    /// <summary>An error with a message for the user and the error that led to it.</summary>
    public UnfoldException(string message, Exception? inner)
        : base(LegibleText.Of(message), inner)
    {
    }

    /// <summary>The exit code of the command line for this kind of error; 70 is a fault of our own.</summary>
    public virtual int ExitCode => 70;
}
