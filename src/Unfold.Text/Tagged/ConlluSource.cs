using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Unfold.Text;

/// <summary>Reads tagged sentences from a CoNLL-U file, packed with gzip or plain.</summary>
/// <remarks>
/// Ten columns with tabs between them; words are numbered 1, 2, … in each sentence; a blank line ends it, the last one may lack it.
/// A multi-word token (<c>3-4 don't</c>) is passed over, as its syntactic words carry the tags; so is an empty node (<c>8.1</c>).
/// Source: universaldependencies.org, CoNLL-U format, as of 2025.
/// </remarks>
public sealed class ConlluSource
{
    const int Columns = 10;
    readonly string _path;
    readonly ConlluTag _tag;

    /// <summary>Names a file; nothing is read yet.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tag">The column of the tag. <value>Default: the universal part of speech.</value></param>
    public ConlluSource(string path, ConlluTag tag = ConlluTag.Upos)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        (_path, _tag) = (path, tag);
    }

    /// <summary>Reads everything.</summary>
    /// <exception cref="DataException">The file is not there, or a line is not CoNLL-U.</exception>
    /// <exception cref="DamagedFileException">A compressed file is damaged.</exception>
    public TaggedCorpus Read(CancellationToken cancellation = default)
    {
        using StrictUtf8Stream stream = TextFile.Open(_path, "a CoNLL-U file");
        using StreamReader reader = new(stream, Encoding.UTF8);
        List<TaggedSentence> sentences = [];
        List<string> words = [], tags = [];
        (int line, int first, int covered) = (0, 0, 0);
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
            if (text[0] == '#')
            {
                if (words.Count > 0) Throw(line, "a word, or a blank line before the next sentence's comments", text);
                continue;
            }
            string[] columns = text.Split('\t');
            if (columns.Length != Columns) Throw(line, $"{Columns} columns with tabs between them", columns.Length == 1 ? text : $"{columns.Length} columns");
            if (!IsWord(columns[0], line, words.Count, ref covered)) continue;
            if (words.Count == 0) first = line;
            string tag = columns[_tag == ConlluTag.Upos ? 3 : 4];
            if (columns[1].Length == 0) Throw(line, "a word in column 2", "nothing");
            if (tag.Length == 0 || tag == "_") Throw(line, $"a tag in column {(_tag == ConlluTag.Upos ? "4 (UPOS)" : "5 (XPOS)")}", tag.Length == 0 ? "nothing" : "\"_\"");
            words.Add(columns[1]);
            tags.Add(tag);
        }
        End();
        return new TaggedCorpus(sentences, _path);

        void End()
        {
            if (words.Count < covered) Throw(line, $"words up to number {covered}, which a multi-word token announced", $"the end of the sentence after {words.Count}");
            if (words.Count > 0) sentences.Add(new TaggedSentence([.. words], [.. tags], first));
            words.Clear();
            tags.Clear();
            covered = 0;
        }
    }

    /// <summary>Whether the line is a word; multi-word tokens and empty nodes are checked and passed over.</summary>
    bool IsWord(string id, int line, int before, ref int covered)
    {
        int dash = id.IndexOf('-', StringComparison.Ordinal), dot = id.IndexOf('.', StringComparison.Ordinal);
        if (dash > 0)
        {
            (int from, int to) = (Number(id[..dash]), Number(id[(dash + 1)..]));
            if (from != before + 1 || to < from || from <= covered) Throw(line, $"the range of a multi-word token that begins with {before + 1}{(covered > before ? $" (words up to {covered} belong to one already)" : "")}", $"\"{id}\"");
            covered = to;
            return false;
        }
        if (dot > 0)
        {
            if (Number(id[..dot]) != before || Number(id[(dot + 1)..]) < 1) Throw(line, $"an empty node behind word {before} ({before}.1, {before}.2, …)", $"\"{id}\"");
            return false;
        }
        if (Number(id) != before + 1) Throw(line, $"word number {before + 1}", $"\"{id}\"");
        return true;
    }

    static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;

    [DoesNotReturn]
    void Throw(int line, string expected, string got) =>
        throw new DataException($"{_path}:{line}: expected {expected}, got {(got.Length > 60 ? got[..60] + "…" : got)}. The file may be cut off or of another format; CoNLL with fewer columns is read by ConllSource.");
}
