using System.Text;

namespace Unfold.Text;

/// <summary>Reads tagged sentences from a file with a word a line and columns of any number: CoNLL 2000, 2003, 2006 and the like.</summary>
/// <remarks>A blank line ends a sentence, the last one may lack it; a line that begins with <c>-DOCSTART-</c> is passed over.</remarks>
public sealed class ConllSource
{
    readonly string _path;
    readonly int _word;
    readonly int _tag;

    /// <summary>Names a file and its columns; nothing is read yet.</summary>
    /// <param name="path">The file, packed with gzip or plain.</param>
    /// <param name="wordColumn">The place of the word, from 0. <value>Default: 0.</value></param>
    /// <param name="tagColumn">The place of the tag, from 0; −1 is the last column. <value>Default: −1.</value></param>
    public ConllSource(string path, int wordColumn = 0, int tagColumn = -1)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegative(wordColumn);
        ArgumentOutOfRangeException.ThrowIfLessThan(tagColumn, -1);
        (_path, _word, _tag) = (path, wordColumn, tagColumn);
    }

    /// <summary>Reads everything. Columns stand apart by tabs where the line has one, else by spaces.</summary>
    /// <exception cref="DataException">The file is not there, or a line has too few columns.</exception>
    /// <exception cref="DamagedFileException">A compressed file is damaged.</exception>
    public TaggedCorpus Read(CancellationToken cancellation = default)
    {
        using StrictUtf8Stream stream = TextFile.Open(_path, "a CoNLL file");
        using StreamReader reader = new(stream, Encoding.UTF8);
        List<TaggedSentence> sentences = [];
        List<string> words = [], tags = [];
        (int line, int first, int columns) = (0, 0, 0);
        while (reader.ReadLine() is { } text)
        {
            line++;
            stream.BeginRow(line);
            if ((line & 0xFFF) == 0) cancellation.ThrowIfCancellationRequested();
            if (string.IsNullOrWhiteSpace(text))
            {
                End();
                continue;
            }
            if (text.StartsWith("-DOCSTART-", StringComparison.Ordinal)) continue;
            string[] fields = text.Contains('\t', StringComparison.Ordinal) ? text.Split('\t') : text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            int tag = _tag < 0 ? fields.Length - 1 : _tag, least = Math.Max(2, Math.Max(_word, tag) + 1);
            if (fields.Length < least) Throw(line, $"at least {least} columns", fields.Length);
            if (columns != 0 && fields.Length != columns) Throw(line, $"{columns} columns as in the lines before", fields.Length);
            columns = fields.Length;
            if (fields[_word].Length == 0 || fields[tag].Length == 0)
                throw new DataException($"{_path}:{line}: expected a word and its tag, got an empty column. Check the columns' places and the delimiter.");
            if (words.Count == 0) first = line;
            words.Add(fields[_word]);
            tags.Add(fields[tag]);
        }
        End();
        return new TaggedCorpus(sentences, _path);

        void End()
        {
            if (words.Count > 0) sentences.Add(new TaggedSentence([.. words], [.. tags], first));
            words.Clear();
            tags.Clear();
        }
    }

    void Throw(int line, string expected, int got) =>
        throw new DataException($"{_path}:{line}: expected {expected}, got {got}. Check the columns' places and the delimiter.");
}
