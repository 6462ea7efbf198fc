namespace Unfold.Text;

/// <summary>A try for a file that failed on the way to the server or back; never leaves this library.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1064", Justification = "never leaves this library")]
sealed class TransferException(string what, bool passing, TimeSpan? wait = null, Exception? inner = null) : Exception(what, inner)
{
    /// <summary>Whether another try may go better.</summary>
    public bool Passing => passing;

    /// <summary>How long the server asks to be left alone.</summary>
    public TimeSpan? Wait => wait;
}
