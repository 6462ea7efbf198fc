using System.Text;

namespace Unfold.Text.Tests;

public class PythonTextTests
{
    // Letters that came with Unicode 15 and 16, after the reference was made, and their blocks.
    static readonly (int First, int Last)[] Newer = [(0xA7CB, 0xA7CC), (0xA7CE, 0xA7D4), (0xA7DA, 0xA7DC), (0x1C89, 0x1C89), (0x10D50, 0x10D65), (0x16EA0, 0x16EB8)];

    [Fact]
    public void IsSpace_EveryUnit_IsPythons()
    {
        var spaces = Reference.Load("basic_english.json").GetProperty("spaces").EnumerateArray().Select(item => item.GetInt32());
        Assert.Equal(spaces, Enumerable.Range(0, 0x10000).Where(c => PythonText.IsSpace((char)c)));
    }

    [Fact]
    public void Lower_EveryCodePoint_IsPythons()
    {
        var expected = Reference.Load("basic_english.json").GetProperty("lower").EnumerateArray()
            .ToDictionary(item => item[0].GetInt32(), item => string.Concat(item.EnumerateArray().Skip(1).Select(c => char.ConvertFromUtf32(c.GetInt32()))));
        for (int c = 0; c < 0x110000; c++)
        {
            if (!Rune.IsValid(c) || Newer.Any(block => c >= block.First && c <= block.Last)) continue;
            string text = char.ConvertFromUtf32(c);
            Assert.Equal((c, expected.GetValueOrDefault(c, text)), (c, Lower(text)));
        }
    }

    [Theory]
    [InlineData("ΟΔΟΣ ΣΑΣ", "οδος σας")]
    [InlineData("Σ", "σ")]
    [InlineData("AΣ\u0301B AΣ\u0301", "aσ\u0301b aς\u0301")]
    public void Lower_CapitalSigma_IsFinalAtTheEndOfAWord(string text, string lower) => Assert.Equal(lower, Lower(text));

    static string Lower(string text)
    {
        char[] destination = new char[PythonText.LowerCapacity(text.Length)];
        return new string(destination, 0, PythonText.Lower(text, destination));
    }
}
