using System.IO.Compression;

namespace Unfold.Text.Tests;

public sealed class TreebankTokenizerTests
{
    static readonly TreebankTokenizer Tokenizer = new();

    [Theory]
    [InlineData("I don't know, do you?", "I|do|n't|know|,|do|you|?")]
    [InlineData("He said: \"It's Bob's!!!\"", "He|said|:|\"|It|'s|Bob|'s|!!!|\"")]
    [InlineData("Mr. J. Smith left the U.S. in Jan. 1990.", "Mr.|J.|Smith|left|the|U.S.|in|Jan.|1990|.")]
    [InlineData("It costs $3.14 (or 1,000%)...", "It|costs|$|3.14|(|or|1,000|%|)|...")]
    [InlineData("They’ll cannot gonna", "They|’ll|can|not|gon|na")]
    [InlineData("See http://a.b/c?d=e, mail x@y.org :-)", "See|http://a.b/c?d=e|,|mail|x@y.org|:-)")]
    [InlineData("end of it I.", "end|of|it|I.")]
    [InlineData("\t naïve 🙂 – 日本 \n", "naïve|🙂|–|日本")]
    [InlineData("a well-known and/or re-elected man of 1990-1995", "a|well|-|known|and|/|or|re-elected|man|of|1990-1995")]
    [InlineData("9am, 20mm, the 20th of the 1990s... wait--no...yes", "9|am|,|20|mm|,|the|20th|of|the|1990s|...|wait|--|no|...|yes")]
    [InlineData("I'd-a 3.5% x-y@z.org/a-b", "I|'d|-|a|3.5|%|x-y@z.org/a-b")]
    [InlineData("''", "''")]
    [InlineData("", "")]
    public void Tokenize_ByHand_IsCutLikeATreebank(string text, string expected) => Assert.Equal(expected, string.Join('|', Tokenizer.Tokenize(text)));

    [Fact]
    public void Create_ByName_IsTheTreebanksOne() => Assert.IsType<TreebankTokenizer>(Unfold.Text.Tokenizer.Create("treebank"));

    /// <summary>Raw sentences of the English Web Treebank, which was cut by hand: nearly all words come out the same.</summary>
    [Fact]
    public void Tokenize_EnglishWebTreebank_FindsItsWords()
    {
        if (RealData.Folder is not { } data) return;
        using StreamReader reader = new(new GZipStream(File.OpenRead(Path.Combine(data, "ud_ewt", "en_ewt-ud-dev.conllu.gz")), CompressionMode.Decompress));
        string text = "";
        List<string> words = [];
        (int right, int gold, int found) = (0, 0, 0);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("# text = ", StringComparison.Ordinal)) text = line["# text = ".Length..];
            else if (line.Length > 0 && char.IsDigit(line[0]) && int.TryParse(line.Split('\t')[0], out _)) words.Add(line.Split('\t')[1]);
            else if (line.Length == 0 && words.Count > 0)
            {
                List<string> cut = Tokenizer.Tokenize(text);
                HashSet<(int, string)> places = [.. Places(words)];
                (gold, found, right) = (gold + words.Count, found + cut.Count, right + Places(cut).Count(places.Contains));
                words.Clear();
            }
        }
        Assert.True(gold == 25_147 && 2.0 * right / (gold + found) > 0.98, $"{right} of {gold} words, {found} found");
    }

    /// <summary>Each word with the place of its first character, white space not counted.</summary>
    static IEnumerable<(int, string)> Places(List<string> words)
    {
        int at = 0;
        foreach (string word in words)
        {
            yield return (at, word);
            at += word.Count(character => !char.IsWhiteSpace(character));
        }
    }
}
