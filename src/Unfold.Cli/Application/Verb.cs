using System.CommandLine;

namespace Unfold.Cli;

/// <summary>A verb of the command: its options, and what it does in a few calls of the libraries.</summary>
abstract class Verb : Command
{
    protected Verb(string name, string description)
        : base(name, description) => SetAction(InvokeAsync);

    /// <summary>Does the work; returns the exit code.</summary>
    protected abstract int Run(ParseResult arguments, Terminal terminal, CancellationToken cancellation);

    /// <summary>On a thread of its own, so that Ctrl+C is listened to while the work goes on.</summary>
    Task<int> InvokeAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = Terminal.Create(arguments);
        return Task.Run(() => Guarded(arguments, terminal, cancellation), CancellationToken.None);
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
