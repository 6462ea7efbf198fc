using System.CommandLine;

namespace Unfold.Cli;

/// <summary>A verb of the command: its options, and what it does in a few calls of the libraries.</summary>
abstract class Verb : Command
{
    /// <summary>What work of which nothing is kept is given to end by itself; then it is ended.</summary>
    static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(0.5);

    protected Verb(string name, string description)
        : base(name, description) => SetAction(InvokeAsync);

    /// <summary>Does the work; returns the exit code.</summary>
    protected abstract int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellation);

    /// <summary>On a thread of its own, so that Ctrl+C is listened to while the work goes on, or waits for somebody's input.</summary>
    async Task<int> InvokeAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = Terminal.Create(arguments);
        Task<int> work = Task.Run(() => Guarded(arguments, terminal, cancellation), CancellationToken.None);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously); // not on the thread of the signal
        await using CancellationTokenRegistration registration = cancellation.Register(asked.SetResult);
        if (await Task.WhenAny(work, asked.Task) == work) return await work;
        if (await Task.WhenAny(work, Task.Delay(TimeToEnd, CancellationToken.None)) == work || terminal.KeepsWhatIsDone) return await work;
        return ErrorReport.Print(new OperationCanceledException(cancellation), terminal, cancellation);
    }

    int Guarded(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        try
        {
            return Run(arguments, terminal, cancellation);
        }
        catch (Exception error)
        {
            return ErrorReport.Print(error, terminal, cancellation);
        }
    }
}
