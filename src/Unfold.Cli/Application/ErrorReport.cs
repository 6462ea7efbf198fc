namespace Unfold.Cli;

/// <summary>What the user reads when something goes wrong: one sentence and, on request only, the details.</summary>
static class ErrorReport
{
    /// <summary>Prints the error; returns the exit code that it stands for.</summary>
    public static int Print(Exception error, Terminal terminal, CancellationToken cancellation)
    {
        (int code, string sentence) = Describe(error, cancellation);
        terminal.Complain(sentence);
        if (terminal.Verbose) terminal.Detail(error.ToString());
        return code;
    }

    static (int Code, string Sentence) Describe(Exception error, CancellationToken cancellation) => error switch
    {
        OperationCanceledException when cancellation.IsCancellationRequested => (ExitCodes.Cancelled, "Stopped, as asked."),
        AggregateException { InnerExceptions: [var only] } => Describe(only, cancellation),
        ShapeException => Bug(error),
        UnfoldException known => (known.ExitCode, known.Message),
        UnauthorizedAccessException or IOException => (ExitCodes.BadData, $"{error.Message.TrimEnd('.')}. Check the path, the rights on it and the space left."),
        OutOfMemoryException => (ExitCodes.BadData, "The memory of this machine is not enough for this run. Use a smaller batch, shorter texts or a smaller model, or keep the rows in a file with data.store=file."),
        _ => Bug(error),
    };

    static (int Code, string Sentence) Bug(Exception error) =>
        (ExitCodes.Bug, $"This is a bug of ours ({error.GetType().Name}: {error.Message.ReplaceLineEndings(" ").TrimEnd('.')}). Please report it with the output of the same command and --verbose.");
}
