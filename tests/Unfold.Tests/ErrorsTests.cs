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

    [Theory]
    [InlineData("a: expected x, got \"é 😀\".\n\tMore.", "a: expected x, got \"é 😀\".\n\tMore.")]
    [InlineData("a\u001b[2J\0b\u0085c\u007f", "a\uFFFD[2J\uFFFDb\uFFFDc\uFFFD")]
    [InlineData("a\rb\u202ec\u2066d", "a b\uFFFDc\uFFFDd")]
    public void Message_WithControls_IsFitToBePrinted(string text, string shown) => Assert.Equal(shown, new DataException(text).Message);

    [Fact]
    public void Message_WithHalfASurrogatePair_HasAMarkInItsPlace() => Assert.Equal("a\uFFFDb\uFFFD", new DamagedFileException("a\ud83db\ude00").Message);

    [Fact]
    public void Message_TooLong_KeepsPlaceAndRemedy()
    {
        string message = new DataException("file:1: expected x, got " + new string('y', 100_000) + ". Fetch it again.").Message;

        Assert.Equal(3_000, message.Length);
        Assert.StartsWith("file:1: expected x, got yyy", message, StringComparison.Ordinal);
        Assert.EndsWith("yyy. Fetch it again.", message, StringComparison.Ordinal);
    }
}
