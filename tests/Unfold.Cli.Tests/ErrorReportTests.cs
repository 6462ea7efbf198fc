using System.CommandLine;

namespace Unfold.Cli.Tests;

public sealed class ErrorReportTests
{
    public static TheoryData<Exception, int, string> Errors => new()
    {
        { new DataException("a.csv: expected b, got c."), 2, "a.csv: expected b, got c." },
        { new RecipeException("x: expected y, got z."), 2, "x: expected y, got z." },
        { new DivergedException("Run: expected a finite loss, got NaN."), 3, "Run: expected a finite loss, got NaN." },
        { new DamagedFileException("f: damaged."), 4, "f: damaged." },
        { new UsageException("train: expected a recipe."), 1, "train: expected a recipe." },
        { new IOException("No space left on device"), 2, "No space left on device. Check the path, the rights on it and the space left." },
        {
            new InvalidOperationException("two\nlines."), 70,
            "This is a bug of ours (InvalidOperationException: two lines). Please report it with the output of the same command and --verbose."
        },
        {
            new ShapeException("MatMul: expected [2, 3], got [3, 2]."), 70,
            "This is a bug of ours (ShapeException: MatMul: expected [2, 3], got [3, 2]). Please report it with the output of the same command and --verbose."
        },
    };

    [Theory]
    [MemberData(nameof(Errors), DisableDiscoveryEnumeration = true)]
    public void Print_AnyError_OneLineAndItsExitCode(Exception error, int code, string sentence)
    {
        (Terminal terminal, StringWriter output, StringWriter complaints) = Open("bench", "gemm:1,1,1");

        Assert.Equal(code, ErrorReport.Print(error, terminal, default));
        Assert.Equal(sentence + Environment.NewLine, complaints.ToString());
        Assert.Empty(output.ToString());
    }

    [Fact]
    public void Print_Verbose_DetailsFollow()
    {
        (Terminal terminal, _, StringWriter complaints) = Open("bench", "gemm:1,1,1", "--verbose");

        ErrorReport.Print(new InvalidOperationException("oh"), terminal, default);

        Assert.Contains("System.InvalidOperationException: oh", complaints.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Print_CancelledByTheUser_130()
    {
        (Terminal terminal, _, StringWriter complaints) = Open("bench", "gemm:1,1,1");

        Assert.Equal(130, ErrorReport.Print(new OperationCanceledException(), terminal, new CancellationToken(canceled: true)));
        Assert.Equal("Stopped, as asked." + Environment.NewLine, complaints.ToString());
    }

    static (Terminal Terminal, StringWriter Output, StringWriter Error) Open(params string[] args)
    {
        (var output, var error) = (new StringWriter(), new StringWriter());
        ParseResult parsed = Application.Create().Parse(args);
        parsed.InvocationConfiguration.Output = output;
        parsed.InvocationConfiguration.Error = error;
        return (Terminal.Create(parsed), output, error);
    }
}
