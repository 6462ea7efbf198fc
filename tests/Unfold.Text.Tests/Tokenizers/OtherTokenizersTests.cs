namespace Unfold.Text.Tests;

public class OtherTokenizersTests
{
    [Fact]
    public void Whitespace_Text_CutsWherePythonDoes() =>
        Assert.Equal(["A", "b.c", "\"D\"", "e"], new WhitespaceTokenizer().Tokenize("  A b.c\u0085\"D\"\u001F\u3000e\n"));

    [Fact]
    public void Whitespace_LowerCase_TakesLowerCase() =>
        Assert.Equal(["été", "i\u0307x"], new WhitespaceTokenizer(lowerCase: true).Tokenize("ÉTÉ \u0130X"));

    [Fact]
    public void Character_Text_MakesATokenOfEveryCodePoint() =>
        Assert.Equal(["a", " ", "\U0001F600", "é", "\uD800", "B"], new CharacterTokenizer().Tokenize("a \U0001F600é\uD800B"));

    [Theory]
    [InlineData("basic_english", "it ' s a"), InlineData("whitespace", "It's A"), InlineData("whitespace_lower", "it's a")]
    [InlineData("character_lower", "i t ' s   a")]
    public void Create_KnownName_GivesThatTokenizer(string name, string tokens)
    {
        var tokenizer = Tokenizer.Create(name);
        Assert.Equal(name, tokenizer.Name);
        Assert.Equal(tokens, string.Join(' ', tokenizer.Tokenize("It's A")));
    }

    [Fact]
    public void Create_UnknownName_SaysWhichThereAre()
    {
        var error = Assert.Throws<DataException>(() => Tokenizer.Create("basic_englsh"));
        Assert.Equal("Tokenizer: expected one of basic_english, whitespace, whitespace_lower, treebank, character, character_lower, got \"basic_englsh\"." +
            " Did you mean \"basic_english\"?", error.Message);
    }
}
