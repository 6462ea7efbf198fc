namespace Unfold.Tests;

public sealed class ErrorsTests
{
    [Fact]
    public void ExitCode_OfEveryError_IsTheDocumentedOne()
    {
        (UnfoldException Error, int Code)[] cases =
        [
            (new DataException("x"), 2), (new RecipeException("x"), 2), (new DivergedException("x"), 3),
            (new DamagedFileException("x"), 4), (new ShapeException("x"), 70),
        ];
        Assert.All(cases, c => Assert.Equal(c.Code, c.Error.ExitCode));
    }
}
