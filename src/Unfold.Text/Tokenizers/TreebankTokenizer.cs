namespace Unfold.Text;

/// <summary>Cuts English text into words and marks as treebanks do: clitics and punctuation are tokens of their own.</summary>
/// <remarks>
/// Cut at white space; then marks are taken off both ends of a piece, one by one, runs of the same mark whole (<c>...</c>, <c>!!!</c>); then <c>n't</c> and
/// <c>'s 'm 'd 'll 're 've</c> are cut from the end of a word, and <c>can|not</c>, <c>gon|na</c>, <c>wan|na</c>, <c>got|ta</c> in two.
/// Compounds are cut at hyphens and slashes between letters (<c>well|-|known</c>, but <c>re-elect</c>), and between a number and its unit (<c>9|am</c>, but <c>20th</c>). A full stop stays with an
/// abbreviation (<c>U.S.</c>, <c>Mr.</c>, a single letter). Addresses (<c>http://…</c>, <c>a@b.c</c>), numbers (<c>3.14</c>, <c>1,000</c>, <c>10:30</c>) and smileys stay
/// whole. Source: the conventions of the Penn Treebank (R. MacIntyre, 1995) and of Universal Dependencies' English Web Treebank.
/// </remarks>
public sealed class TreebankTokenizer : ITokenizer
{
    internal const string TokenizerName = "treebank";
    const string Opening = "([{<\"'`“‘«$£€#*";
    const string Closing = ".,;:?!)]}>\"'”’»%*";
    static readonly string[] Clitics = ["n't", "n’t", "'s", "’s", "'m", "’m", "'d", "’d", "'ll", "’ll", "'re", "’re", "'ve", "’ve"];
    static readonly string[] Abbreviations = ["mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "inc", "corp", "co", "ltd", "etc", "vs", "no", "gen", "sen", "rep", "gov", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"];
    static readonly (string Whole, int First)[] Pairs = [("cannot", 3), ("gonna", 3), ("wanna", 3), ("gotta", 3)];
    static readonly string[] Prefixes = ["e", "non", "pre", "re", "co", "anti", "post", "multi", "mid", "over", "ex", "semi", "un", "sub", "inter", "pro", "mini", "micro"];
    static readonly string[] Ordinals = ["st", "nd", "rd", "th", "s"];
    static readonly string[] Smileys = [":)", ":-)", ";)", ";-)", ":(", ":-(", ":D", ":-D", ":P", ":p", "<3", ":/"];

    /// <inheritdoc/>
    public string Name => TokenizerName;

    /// <inheritdoc/>
    public void Tokenize<TSink>(scoped ReadOnlySpan<char> text, ref TSink sink)
        where TSink : ITokenSink, allows ref struct
    {
        for (int at = 0; at < text.Length;)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
            int start = at;
            while (at < text.Length && !char.IsWhiteSpace(text[at])) at++;
            if (at > start) Piece(text[start..at], ref sink);
        }
    }

    static void Piece<TSink>(scoped ReadOnlySpan<char> piece, ref TSink sink)
        where TSink : ITokenSink, allows ref struct
    {
        if (Any(Smileys, piece, StringComparison.Ordinal))
        {
            sink.Add(piece);
            return;
        }
        while (piece.Length > 1 && Opening.Contains(piece[0], StringComparison.Ordinal) && !IsClitic(piece))
        {
            int run = Run(piece);
            if (run == piece.Length) break;
            sink.Add(piece[..run]);
            piece = piece[run..];
        }
        int end = piece.Length;
        while (end > 1 && Closing.Contains(piece[end - 1], StringComparison.Ordinal))
        {
            int run = RunBack(piece[..end]);
            if (run == end || (piece[end - 1] == '.' && run == 1 && KeepsStop(piece[..end]))) break;
            end -= run;
        }
        Compound(piece[..end], ref sink);
        for (ReadOnlySpan<char> rest = piece[end..]; rest.Length > 0;)
        {
            int run = Run(rest);
            sink.Add(rest[..run]);
            rest = rest[run..];
        }
    }

    /// <summary>Cuts at hyphens, dashes, slashes and dots between letters, and between a number and its unit; addresses stay whole.</summary>
    static void Compound<TSink>(scoped ReadOnlySpan<char> word, ref TSink sink)
        where TSink : ITokenSink, allows ref struct
    {
        bool whole = word.Contains('@') || word.Contains("://", StringComparison.Ordinal) || word.StartsWith("www.", StringComparison.OrdinalIgnoreCase);
        int start = 0;
        for (int i = 1; !whole && i < word.Length - 1; i++)
        {
            if (char.IsAsciiDigit(word[i - 1]) && char.IsLetter(word[i]) && IsUnit(word[start..i], word[i..]))
            {
                sink.Add(word[start..i]);
                start = i;
                continue;
            }
            if (word[i] is not ('-' or '–' or '—' or '/' or '.') || i == start)
                continue;
            int run = Run(word[i..]), after = i + run;
            bool cuts = after < word.Length && char.IsLetterOrDigit(word[i - 1]) && char.IsLetterOrDigit(word[after])
                && (word[i] is '.' or '–' or '—' ? run > 1 || word[i] != '.' : run > 1 || (char.IsLetter(word[after]) && !Any(Prefixes, word[start..i], StringComparison.OrdinalIgnoreCase)));
            if (!cuts)
                continue;
            Word(word[start..i], ref sink);
            sink.Add(word[i..after]);
            start = after;
            i = after;
        }
        Word(word[start..], ref sink);
    }

    /// <summary>9am and 20mm are cut; 20th, 1990s and A4b are not.</summary>
    static bool IsUnit(ReadOnlySpan<char> number, ReadOnlySpan<char> letters)
    {
        foreach (char digit in number)
        {
            if (!char.IsAsciiDigit(digit) && digit is not ('.' or ',' or ':')) return false;
        }
        foreach (char letter in letters)
        {
            if (!char.IsLetter(letter)) return false;
        }
        return !Any(Ordinals, letters, StringComparison.OrdinalIgnoreCase);
    }

    static void Word<TSink>(scoped ReadOnlySpan<char> word, ref TSink sink)
        where TSink : ITokenSink, allows ref struct
    {
        foreach ((string whole, int first) in Pairs)
        {
            if (!word.Equals(whole, StringComparison.OrdinalIgnoreCase)) continue;
            sink.Add(word[..first]);
            sink.Add(word[first..]);
            return;
        }
        foreach (string clitic in Clitics)
        {
            if (word.Length <= clitic.Length || !word.EndsWith(clitic, StringComparison.OrdinalIgnoreCase)) continue;
            sink.Add(word[..^clitic.Length]);
            sink.Add(word[^clitic.Length..]);
            return;
        }
        sink.Add(word);
    }

    /// <summary>Whether the stop at the end belongs to the word: an initial, an abbreviation with stops inside, or a known one.</summary>
    static bool KeepsStop(ReadOnlySpan<char> word)
    {
        ReadOnlySpan<char> before = word[..^1];
        if (before.Length == 1 && char.IsLetter(before[0])) return char.IsUpper(before[0]);
        for (int i = 1; i < before.Length; i += 2)
        {
            if (before[i] != '.' || !char.IsLetter(before[i - 1])) return Any(Abbreviations, before, StringComparison.OrdinalIgnoreCase);
        }
        return before.Length > 1 && before.Length % 2 == 1 && char.IsLetter(before[^1]) || Any(Abbreviations, before, StringComparison.OrdinalIgnoreCase);
    }

    static bool IsClitic(ReadOnlySpan<char> piece) => Any(Clitics, piece, StringComparison.OrdinalIgnoreCase);

    static bool Any(string[] words, ReadOnlySpan<char> word, StringComparison comparison)
    {
        foreach (string other in words)
        {
            if (word.Equals(other, comparison)) return true;
        }
        return false;
    }

    static int Run(ReadOnlySpan<char> text)
    {
        int count = 1;
        while (count < text.Length && text[count] == text[0]) count++;
        return count;
    }

    static int RunBack(ReadOnlySpan<char> text)
    {
        int count = 1;
        while (count < text.Length && text[^(count + 1)] == text[^1]) count++;
        return count;
    }
}
