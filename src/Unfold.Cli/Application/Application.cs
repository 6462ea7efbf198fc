using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;

namespace Unfold.Cli;

/// <summary>The <c>unfold</c> command: its verbs, and the way from arguments to an exit code.</summary>
static class Application
{
    /// <summary>Time for a last checkpoint after Ctrl+C, before the process is ended from outside.</summary>
    static readonly TimeSpan TimeToSave = TimeSpan.FromMinutes(2);

    static readonly string[] HelpOptions = ["-h", "--help"];

    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        RootCommand root = Create();
        if (args.Count == 0)
        {
            await root.Parse(HelpOptions).InvokeAsync(new InvocationConfiguration { Output = error });
            return ExitCodes.Usage;
        }
        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction) return UsageErrors.Print(parsed, error);
        using var closed = new CancellationTokenSource();
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => // the terminal is closed: as Ctrl+C, which is listened to already
        {
            signal.Cancel = true;
            closed.Cancel();
        });
        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeToSave,
        }, closed.Token);
    }

    /// <summary>The command with all its verbs.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand("Trains recurrent text models on an ordinary CPU, and shows why they learn or do not.")
        {
            new DemoVerb(),
            new TrainVerb(),
            new CompareVerb(),
            new SweepVerb(),
            new RatesVerb(),
            new EvalVerb(),
            new PredictVerb(),
            new DoctorVerb(),
            new GradcheckVerb(),
            new LabVerb(),
            new ReportVerb(),
            new RecipesVerb(),
            new DataVerb(),
            new BenchVerb(),
        };
        root.Options.OfType<HelpOption>().Single().Description = "Shows this help";
        foreach (Option option in GlobalOptions.All) root.Add(option);
        return root;
    }
}
