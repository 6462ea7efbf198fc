using System.CommandLine;
using Spectre.Console;

namespace Unfold.Cli;

/// <summary>
/// Where a verb writes: results to standard output, notes and errors to standard error. With <c>--json</c> the one
/// document alone goes to standard output.
/// </summary>
sealed class Terminal
{
    readonly TextWriter _output;
    readonly TextWriter _error;
    readonly bool _colours;

    Terminal(TextWriter output, TextWriter error, bool json, bool quiet, bool verbose)
    {
        (_output, _error, Json, Quiet, Verbose) = (
            ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected ? new TerminalWriter(output) : output,
            ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected ? new TerminalWriter(error) : error, json, quiet, verbose);
        bool dumb = Environment.GetEnvironmentVariable("TERM") is "dumb";
        bool atTerminal = ReferenceEquals(output, Console.Out) && !dumb && !(json ? Console.IsErrorRedirected : Console.IsOutputRedirected);
        _colours = atTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        ShowsProgress = atTerminal && !quiet;
        Screen = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Human),
            Ansi = atTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = _colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = atTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
    }

    /// <summary>Whether standard output is to be one JSON document.</summary>
    public bool Json { get; }

    /// <summary>Whether only results and errors are wanted.</summary>
    public bool Quiet { get; }

    /// <summary>Whether errors come with details.</summary>
    public bool Verbose { get; }

    /// <summary>Whether somebody sits before it who sees a bar move.</summary>
    public bool ShowsProgress { get; }

    /// <summary>Whether what is being done is kept when the user stops it, as a run is once its data is read: then its end is waited for.</summary>
    public bool KeepsWhatIsDone { get; set; }

    /// <summary>The console behind <see cref="Write"/>, for progress bars.</summary>
    public IAnsiConsole Screen { get; }

    TextWriter Human => Json ? _error : _output;

    public static Terminal Create(ParseResult arguments) => new(
        arguments.InvocationConfiguration.Output,
        arguments.InvocationConfiguration.Error,
        arguments.GetValue(GlobalOptions.Json),
        arguments.GetValue(GlobalOptions.Quiet),
        arguments.GetValue(GlobalOptions.Verbose));

    /// <summary>A line for a person, part of the result; on standard error with <c>--json</c>.</summary>
    public void Write(string line = "")
    {
        if (ShowsProgress) Screen.WriteLine(line);
        else Human.WriteLine(line);
    }

    /// <summary>A line that <c>--quiet</c> leaves out.</summary>
    public void Tell(string line = "")
    {
        if (!Quiet) Write(line);
    }

    /// <summary>A heading that <c>--quiet</c> leaves out.</summary>
    public void Head(string line)
    {
        if (Quiet) return;
        if (_colours) Screen.MarkupLine($"[bold]{Markup.Escape(line)}[/]");
        else Write(line);
    }

    /// <summary>A line that <c>--quiet</c> leaves out and that should catch the eye.</summary>
    public void Warn(string line)
    {
        if (Quiet) return;
        if (_colours) Screen.MarkupLine($"[yellow]{Markup.Escape(line)}[/]");
        else Write(line);
    }

    /// <summary>The document of <c>--json</c>.</summary>
    public void WriteDocument(string json)
    {
        _output.Write(json.TrimEnd('\n'));
        _output.Write('\n');
        _output.Flush();
    }

    /// <summary>An error's sentence, on standard error.</summary>
    public void Complain(string sentence) => _error.WriteLine(sentence);

    /// <summary>An error's details, on standard error.</summary>
    public void Detail(string text) => _error.WriteLine(text);
}
